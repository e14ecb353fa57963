import type { Alert } from '../../core/analysis/alert.ts';
import { analyzeBatches } from '../../core/analysis/operations/tables.ts';
import { selectStatement } from '../../core/cql.ts';
import { firstCover } from '../../core/first-cover.ts';
import { type Percentiles, percentiles } from '../../core/latency.ts';
import type { SourceRecord } from '../../core/source.ts';
import type { CqlShell } from '../cql.ts';
import { stageTable } from '../stage.ts';
import { hoursBetween } from '../time-range.ts';

/** From the arrival of the event that brought about an alert or decision until that was in its table and on the bus. */
export interface AlertLatency extends Percentiles {
  /** How many were measured: no alerts that a sweep raised, since what they waited for is time. */
  readonly measured: number;
}

interface BatchRow {
  readonly shard: string;
  readonly first_sequence: string;
  readonly last_sequence: string;
  readonly published_at: Date;
}

/** An alert; or a decision, which its event raises. */
type Raised = Pick<Alert, 'key' | 'raisedAt'>;

/** A record that raised alerts. */
interface Raising {
  readonly record: SourceRecord;
  readonly alerts: number;
  /** Its sequence number. */
  readonly at: bigint;
}

/**
 * Joins each alert with the record that raised it, by key and arrival, and that with the batch that brought it first.
 *
 * @param alerts alerts, or decisions
 * @param records among which those are that raised them
 * @returns undefined where no record of these raised any
 */
export async function measureAlertLatency(
  shell: Pick<CqlShell, 'select'>,
  pipeline: string,
  alerts: readonly Raised[],
  records: readonly SourceRecord[],
): Promise<AlertLatency | undefined> {
  const raising = raisingRecords(alerts, records);
  if (raising.length === 0) return undefined;
  const from = raising.reduce((first, { record }) => Math.min(first, record.arrivedAt), Date.now());
  const batches = await readBatches(shell, pipeline, from);
  const latencies = [...Map.groupBy(raising, ({ record }) => record.position.shard)].flatMap(([shard, ofShard]) => {
    const stretches = batches
      .filter((batch) => batch.shard === shard)
      .sort((a, b) => a.published_at.getTime() - b.published_at.getTime())
      .map((batch) => ({ batch, first: BigInt(batch.first_sequence), last: BigInt(batch.last_sequence) }));
    return [...firstCover(ofShard, stretches)].flatMap(([{ record, alerts: count }, { batch }]) =>
      Array.from({ length: count }, () => batch.published_at.getTime() - record.arrivedAt),
    );
  });
  return latencies.length === 0 ? undefined : { measured: latencies.length, ...percentiles(latencies) };
}

function raisingRecords(alerts: readonly Raised[], records: readonly SourceRecord[]): Raising[] {
  const byArrival = Map.groupBy(records, ({ arrivedAt }) => arrivedAt);
  const raised = new Map<SourceRecord, number>();
  for (const { key, raisedAt } of alerts) {
    const record = byArrival.get(raisedAt)?.find(({ partitionKey }) => isOfKey(key, partitionKey));
    if (record) raised.set(record, (raised.get(record) ?? 0) + 1);
  }
  return [...raised].map(([record, count]) => ({ record, alerts: count, at: BigInt(record.position.sequence) }));
}

/** The key of a group's alert is `<partition key>/<group>`, with the partition key's own / and % escaped. */
function isOfKey(key: string, partitionKey: string): boolean {
  return key === partitionKey || key.startsWith(`${partitionKey.replace(/[%/]/g, encodeURIComponent)}/`);
}

async function readBatches(shell: Pick<CqlShell, 'select'>, pipeline: string, from: number): Promise<BatchRow[]> {
  const statement = selectStatement(stageTable(analyzeBatches), { where: analyzeBatches.partitionKey });
  const hours = hoursBetween(new Date(from), new Date());
  return (await Promise.all(hours.map((hour) => shell.select<BatchRow>(statement, [pipeline, hour])))).flat();
}
