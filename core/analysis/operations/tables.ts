import type { Table } from '../../table.ts';

const DAY_SECONDS = 86_400;

/**
 * What the windows of every pipeline came to. A row is written again with each update and once more as final; its write
 * carries the stamp of the state that it was made of, so an older write never wins over a newer one.
 */
export const windowMetrics: Table & { readonly clientTimestamps: true } = {
  keyspace: 'ops',
  name: 'window_metrics',
  answers: 'What did the windows of a pipeline that began in an hour come to, newest first?',
  columns: {
    pipeline: 'text',
    window_name: 'text',
    hour: 'timestamp',
    bucket: 'int',
    window_start: 'timestamp',
    key: 'text',
    window_end: 'timestamp',
    group_name: 'text',
    events: 'int',
    final: 'boolean',
    values_json: 'text',
    definition: 'text',
  },
  partitionKey: ['pipeline', 'window_name', 'hour', 'bucket'],
  clusteringKey: [
    { column: 'window_start', order: 'DESC' },
    { column: 'key', order: 'ASC' },
  ],
  ttlSeconds: 30 * DAY_SECONDS,
  clientTimestamps: true,
};

/** Buckets of `window_metrics` an hour: Keyspaces takes 1,000 writes a second a partition, a reader asks for each. */
export const WINDOW_BUCKETS = 8;

/** Every alert, once: its id is part of the key, and its row is the same however often it is written. */
export const alerts: Table = {
  keyspace: 'ops',
  name: 'alerts',
  answers: 'Which alerts of a pipeline fall on a day, newest first?',
  columns: {
    pipeline: 'text',
    day: 'date',
    at: 'timestamp',
    alert_id: 'text',
    rule: 'text',
    severity: 'text',
    key: 'text',
    message: 'text',
    values_json: 'text',
    events: 'list<text>',
    window_name: 'text',
    window_start: 'timestamp',
    window_end: 'timestamp',
    raised_at: 'timestamp',
  },
  partitionKey: ['pipeline', 'day'],
  clusteringKey: [
    { column: 'at', order: 'DESC' },
    { column: 'alert_id', order: 'ASC' },
  ],
  ttlSeconds: 90 * DAY_SECONDS,
};

/**
 * Every decision, once: its id is part of the key. By arrival, so that whoever asks what has been decided since need not
 * know how old events may be; who looks for that of one event knows when it was sent, and the bucket by the event's id.
 */
export const decisions: Table = {
  keyspace: 'ops',
  name: 'decisions',
  answers: 'What was decided about events of a pipeline that arrived in an hour, and why, newest first?',
  columns: {
    pipeline: 'text',
    hour: 'timestamp',
    bucket: 'int',
    arrived_at: 'timestamp',
    decision_id: 'text',
    decider: 'text',
    version: 'int',
    model: 'text',
    key: 'text',
    event_id: 'text',
    at: 'timestamp',
    decision: 'text',
    score: 'double',
    reasons: 'list<text>',
    decided_at: 'timestamp',
  },
  partitionKey: ['pipeline', 'hour', 'bucket'],
  clusteringKey: [
    { column: 'arrived_at', order: 'DESC' },
    { column: 'decision_id', order: 'ASC' },
  ],
  ttlSeconds: 90 * DAY_SECONDS,
};

/** Buckets of `decisions` an hour: Keyspaces takes 1,000 writes a second a partition, a reader asks for each. */
export const DECISION_BUCKETS = 8;

/** Events that windows and rules did not take: late ones, and those over which a function of the pipeline failed. */
export const lateEvents: Table = {
  keyspace: 'ops',
  name: 'late_events',
  answers: 'Which events of a pipeline that arrived on a day were left out of its windows, and why?',
  columns: {
    pipeline: 'text',
    day: 'date',
    bucket: 'int',
    arrived_at: 'timestamp',
    shard: 'text',
    sequence: 'text',
    event_id: 'text',
    event_time: 'timestamp',
    key: 'text',
    reason: 'text',
    windows: 'list<text>',
  },
  partitionKey: ['pipeline', 'day', 'bucket'],
  clusteringKey: [
    { column: 'arrived_at', order: 'DESC' },
    { column: 'shard', order: 'ASC' },
    { column: 'sequence', order: 'ASC' },
  ],
  ttlSeconds: 30 * DAY_SECONDS,
};

/** Buckets of `late_events` a day: a reader asks for each. */
export const LATE_BUCKETS = 4;

/**
 * One row a batch that the analyze function finished. Joined with producers' acknowledgements by shard and sequence
 * number, it tells how long an event took to its window's row (`written_at`) and to the bus (`published_at`).
 */
export const analyzeBatches: Table = {
  keyspace: 'ops',
  name: 'analyze_batches',
  answers: 'Which batches did the analyze function of a pipeline finish in an hour, and how long did each step take?',
  columns: {
    pipeline: 'text',
    hour: 'timestamp',
    received_at: 'timestamp',
    shard: 'text',
    first_sequence: 'text',
    last_sequence: 'text',
    records: 'int',
    applied: 'int',
    duplicate: 'int',
    late: 'int',
    failed: 'int',
    rejected: 'int',
    keys: 'int',
    results: 'int',
    alerts: 'int',
    folded_at: 'timestamp',
    written_at: 'timestamp',
    published_at: 'timestamp',
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

/** Tables of what windows and rules come to, which batches and sweeps write. */
const outputTables: readonly Table[] = [windowMetrics, alerts];

/** Those that batches and sweeps of a pipeline write: a table of decisions only where it decides. */
export function outputTablesOf({ decider }: { readonly decider?: object }): readonly Table[] {
  return decider ? [...outputTables, decisions] : outputTables;
}

/** All tables of analysis, of whatever pipeline. */
export const analysisTables: readonly Table[] = [...outputTables, decisions, lateEvents, analyzeBatches];
