import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DECISION_BUCKETS, LATE_BUCKETS, WINDOW_BUCKETS } from '../../core/analysis/operations/tables.ts';

const names = namesOf('');

import { namesOf } from '../../core/names.ts';
import type { CqlSession } from '../../functions/clients/cql/session.ts';

const HOUR_MS = 3_600_000;

/** Items a call. */
const MAX_ITEMS = 25;

/** What a bench has left. */
export interface Leavings {
  readonly dynamo: DynamoDBClient;
  readonly session: CqlSession;
  /** Keys of the items written, as JSON of partition key and sort key. */
  readonly keys: ReadonlySet<string>;
  readonly pipeline: string;
  readonly windows: readonly string[];
  /** Of the events and of the bench, in milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** Deletes what the bench wrote: the items of the state table, and the partitions of its pipeline. */
export async function cleanUp({ dynamo, session, keys, pipeline, windows, from, to }: Leavings): Promise<void> {
  const items = [...keys].map((key) => JSON.parse(key) as [string, string]);
  for (let first = 0; first < items.length; first += MAX_ITEMS) {
    const requests = items.slice(first, first + MAX_ITEMS).map(([pk, sk]) => ({
      DeleteRequest: { Key: { pk: { S: pk }, sk: { S: sk } } },
    }));
    await dynamo.send(new BatchWriteItemCommand({ RequestItems: { [names.stateTable]: requests } }));
  }
  const hours = steps(from, to, HOUR_MS).map((hour) => new Date(hour));
  const days = [...new Set(hours.map((hour) => hour.toISOString().slice(0, 10)))];
  const windowKeys = windows.flatMap((window) =>
    hours.flatMap((hour) => buckets(WINDOW_BUCKETS).map((bucket) => [pipeline, window, hour, bucket])),
  );
  const decisionKeys = hours.flatMap((hour) => buckets(DECISION_BUCKETS).map((bucket) => [pipeline, hour, bucket]));
  const lateKeys = days.flatMap((day) => buckets(LATE_BUCKETS).map((bucket) => [pipeline, day, bucket]));
  const statements: readonly (readonly [cql: string, keys: readonly (readonly unknown[])[]])[] = [
    ['DELETE FROM ops.window_metrics WHERE pipeline = ? AND window_name = ? AND hour = ? AND bucket = ?', windowKeys],
    ['DELETE FROM ops.late_events WHERE pipeline = ? AND day = ? AND bucket = ?', lateKeys],
    ['DELETE FROM ops.decisions WHERE pipeline = ? AND hour = ? AND bucket = ?', decisionKeys],
    ['DELETE FROM ops.alerts WHERE pipeline = ? AND day = ?', days.map((day) => [pipeline, day])],
    ['DELETE FROM ops.analyze_batches WHERE pipeline = ? AND hour = ?', hours.map((hour) => [pipeline, hour])],
  ];
  for (const [cql, partitions] of statements) {
    for (const partition of partitions) {
      await session.run((client) => client.execute(cql, [...partition], { prepare: true }));
    }
  }
}

function steps(from: number, to: number, step: number): number[] {
  const first = Math.floor(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, n) => first + n * step);
}

function buckets(count: number): number[] {
  return Array.from({ length: count }, (_, bucket) => bucket);
}
