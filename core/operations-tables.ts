import { analysisTables } from './analysis/operations/tables.ts';
import type { Table } from './table.ts';

const DAY_SECONDS = 86_400;

/** Records that never became events, whole, with every reason. Partitioned so that no pipeline or day is one hot partition. */
export const rejectedEvents: Table = {
  keyspace: 'ops',
  name: 'rejected_events',
  answers: 'Which records of a pipeline were rejected on a day, and why?',
  columns: {
    pipeline: 'text',
    day: 'date',
    bucket: 'int',
    arrived_at: 'timestamp',
    shard: 'text',
    sequence: 'text',
    stream: 'text',
    partition_key: 'text',
    reasons: 'list<text>',
    payload: 'text',
    payload_base64: 'text',
    payload_ref: 'text',
  },
  partitionKey: ['pipeline', 'day', 'bucket'],
  clusteringKey: [
    { column: 'arrived_at', order: 'DESC' },
    { column: 'shard', order: 'ASC' },
    { column: 'sequence', order: 'ASC' },
  ],
  ttlSeconds: 30 * DAY_SECONDS,
};

/** Buckets of `rejected_events` a day: a reader asks for each. */
export const REJECTED_BUCKETS = 4;

/** The last values of each device, user or other key, whatever the order in which events came. */
export const latestValues: Table = {
  keyspace: 'ops',
  name: 'latest_values',
  answers: 'What did each device report last?',
  columns: {
    pipeline: 'text',
    bucket: 'int',
    key: 'text',
    event_id: 'text',
    event_time: 'timestamp',
    values_json: 'text',
  },
  partitionKey: ['pipeline', 'bucket'],
  clusteringKey: [{ column: 'key', order: 'ASC' }],
  clientTimestamps: true,
};

/** Buckets of `latest_values`: Keyspaces takes 1,000 writes a second a partition, a reader asks for each. */
export const LATEST_BUCKETS = 8;

/**
 * One row a batch that the ingest function finished: what the write time of its events is read from, since the tables of
 * events keep the course's columns and no others.
 */
export const ingestBatches: Table = {
  keyspace: 'ops',
  name: 'ingest_batches',
  answers: 'Which batches did the ingest function of a pipeline write in an hour, and how long did each step take?',
  columns: {
    pipeline: 'text',
    hour: 'timestamp',
    received_at: 'timestamp',
    shard: 'text',
    first_sequence: 'text',
    last_sequence: 'text',
    records: 'int',
    stored: 'int',
    rejected: 'int',
    judged_at: 'timestamp',
    written_at: 'timestamp',
    request_id: 'text',
  },
  partitionKey: ['pipeline', 'hour'],
  clusteringKey: [
    { column: 'received_at', order: 'DESC' },
    { column: 'shard', order: 'ASC' },
    { column: 'first_sequence', order: 'ASC' },
  ],
  ttlSeconds: 14 * DAY_SECONDS,
};

/** Tables of operations that the ingest function writes. */
export const ingestTables: readonly Table[] = [rejectedEvents, latestValues, ingestBatches];

/** All tables of operations, of every function. */
export const operationsTables: readonly Table[] = [...ingestTables, ...analysisTables];
