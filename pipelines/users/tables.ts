import type { Row, Table } from '../../core/table.ts';
import type { User } from './event.ts';

/** The course's table; `country`, `source` and `ts` are ours. */
export const users: Table = {
  keyspace: 'users_stream',
  name: 'users',
  answers: 'Who is the person of this id?',
  columns: {
    id: 'text',
    first_name: 'text',
    last_name: 'text',
    gender: 'text',
    address: 'text',
    post_code: 'text',
    email: 'text',
    username: 'text',
    dob: 'timestamp',
    registered_date: 'timestamp',
    phone: 'text',
    picture: 'text',
    country: 'text',
    source: 'text',
    ts: 'timestamp',
  },
  partitionKey: ['id'],
};

const columns = Object.keys(users.columns);

/** The row of a person. The time that an event without `ts` is given is that of its arrival, so it has no column. */
export function toRow({ _event_time, ...user }: User): Row {
  return {
    ...user,
    dob: new Date(user.dob),
    registered_date: new Date(user.registered_date),
    ...(user.ts !== undefined && { ts: new Date(user.ts) }),
  };
}

/** The person that a row was made of. */
export function toEvent(row: Row): User {
  const user: Record<string, unknown> = {};
  for (const column of columns) {
    const value = row[column] ?? null;
    if (value !== null) user[column] = value instanceof Date ? value.toISOString() : value;
  }
  return user as User;
}
