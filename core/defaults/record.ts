import type { TObject } from 'typebox';
import type { RecordTable } from '../pipeline.ts';
import { show } from '../show.ts';
import type { Row, Table } from '../table.ts';
import { type FieldColumn, fieldColumns } from './columns.ts';
import { type AnyEvent, added, type Identity, ownId, ownTime } from './identity.ts';

/** What a table of record needs to know of its pipeline. */
export interface RecordOptions {
  readonly name: string;
  /** Which of id and time normalising adds where they lack. */
  readonly identity: Identity;
  id(event: AnyEvent): string;
  eventTime(event: AnyEvent): number;
}

/** A table of record that was made of a schema, and how its fields lie in it. */
export interface SchemaRecord extends RecordTable<AnyEvent> {
  readonly fields: readonly FieldColumn[];
}

const KEY = 'event_id';
const TIME = 'event_time';

/** The table of record of a pipeline that takes any JSON object: the event as JSON beside its id and time. */
export function anyRecord({ name, id, eventTime }: RecordOptions): RecordTable<AnyEvent> {
  return {
    table: eventsTable(name, { payload: 'text' }),
    toRow: (event) => ({ [KEY]: id(event), [TIME]: new Date(eventTime(event)), payload: JSON.stringify(event) }),
    toEvent: (row) => JSON.parse(String(row.payload)) as AnyEvent,
  };
}

/**
 * The table of record of a pipeline with a schema: a column a field beside id and time. A field `event_id` that is the id
 * and a field `event_time` that is the time share the column of that name.
 */
export function schemaRecord(schema: TObject, options: RecordOptions): SchemaRecord {
  const { name, identity, id, eventTime } = options;
  const shared = sharedFields(schema, identity);
  const fields = fieldColumns(
    schema,
    [KEY, TIME].filter((column) => !shared.has(column)),
  );
  return {
    fields,
    table: eventsTable(name, Object.fromEntries(fields.map(({ column, type }) => [column, type]))),
    toRow: (event) => ({
      ...Object.fromEntries(
        fields.flatMap(({ field, column, toCql }) =>
          Object.hasOwn(event, field) ? [[column, toCql(event[field])]] : [],
        ),
      ),
      [KEY]: id(event),
      [TIME]: new Date(eventTime(event)),
    }),
    toEvent: (row) => eventOf(row, fields, identity),
  };
}

function eventOf(row: Row, fields: readonly FieldColumn[], identity: Identity): AnyEvent {
  const event = Object.fromEntries(
    fields.flatMap(({ field, column, fromCql }) => {
      const value = row[column];
      return value === null || value === undefined ? [] : [[field, fromCql(value)]];
    }),
  );
  return {
    ...event,
    ...(identity.id && ownId(event) === undefined && { [added.id]: String(row[KEY]) }),
    ...(identity.time && ownTime(event) === undefined && { [added.time]: (row[TIME] as Date).toISOString() }),
  };
}

/** Fields that are always equal to the column of their name. */
function sharedFields(schema: TObject, identity: Identity): ReadonlySet<string> {
  const required = new Set<string>(schema.required);
  const isShared = (field: string, format: string): boolean =>
    required.has(field) && (schema.properties[field] as { format?: string } | undefined)?.format === format;
  return new Set([
    ...(identity.id && isShared(KEY, 'id') ? [KEY] : []),
    ...(identity.time && isShared(TIME, 'instant') ? [TIME] : []),
  ]);
}

function eventsTable(pipeline: string, columns: Table['columns']): Table {
  const keyspace = pipeline.replaceAll('-', '_');
  if (/^system(_|$)/.test(keyspace)) {
    throw new RangeError(
      `Pipeline ${pipeline} needs a record table of its own: Cassandra keeps the keyspace ${show(keyspace)} to itself`,
    );
  }
  return {
    keyspace,
    name: 'events',
    answers: 'What did the event of this id say?',
    columns: { [KEY]: 'text', [TIME]: 'timestamp', ...columns },
    partitionKey: [KEY],
  };
}
