import { definePipeline } from '../core/define-pipeline.ts';
import { analysis } from './users/analysis.ts';
import { query, read } from './users/api.ts';
import { check, normalise, schema, type User } from './users/event.ts';
import { api } from './users/settings.ts';
import { toEvent, toRow, users } from './users/tables.ts';

/**
 * People who have registered, fetched from randomuser.me as the course's DAG does. What a user edits stands in
 * `users/settings.ts`. The generator is put to it in `index.ts`, as only the producer needs it; what is made up where the API
 * is out of reach is loaded only then.
 */
export default definePipeline<User>({
  name: 'users',
  description: 'People fetched from randomuser.me, or made up where it is out of reach',

  // The course creates its topic with one partition, too.
  stream: { name: 'users_created', shards: 1, retentionHours: 168 },

  schema,
  normalise,
  check,
  personal: ['first_name', 'last_name', 'address', 'post_code', 'email', 'username', 'dob', 'phone', 'picture'],
  id: (user) => user.id,
  partitionKey: (user) => user.country,

  record: { table: users, toRow, toEvent },
  latest: {
    key: (user) => user.country,
    values: ({ first_name, last_name, username, email, source = 'unknown' }) => ({
      first_name,
      last_name,
      username,
      email,
      source,
    }),
  },

  analysis,
  pull: {
    kind: 'http',
    every: '1d',
    url: api.url,
    count: { normal: 100, most: api.most },
    query,
    read,
    fallback: async (ask) => (await import('./users/fallback.ts')).generatedPeople(ask),
  },
});
