import type { Acknowledgement } from './acknowledgement.ts';
import { firstCover } from './first-cover.ts';

/** A batch that the ingest function finished, as `ops.ingest_batches` tells. Times in milliseconds since the epoch. */
export interface FinishedBatch {
  readonly shard: string;
  readonly firstSequence: string;
  readonly lastSequence: string;
  readonly receivedAt: number;
  readonly judgedAt: number;
  readonly writtenAt: number;
}

/** Percentiles by nearest rank, in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** How long records took from the producer's put to the row being written, whole and by part. */
export interface LatencyReport {
  readonly measured: number;
  readonly total: Percentiles;
  readonly parts: {
    /** From the first try to put the record until the stream acknowledged it. */
    readonly put: Percentiles;
    /** From there until the handler received it. */
    readonly wait: Percentiles;
    /** Decode, normalise, validate the batch. */
    readonly handler: Percentiles;
    /** Write the batch's rows. */
    readonly write: Percentiles;
  };
}

/**
 * Joins acknowledgements to the batches that wrote them, by shard and sequence number. Where a record was delivered more
 * than once, the batch that finished it first counts: from then on its row was there.
 *
 * @returns undefined where no acknowledged record is in any of the batches
 */
export function measureLatency(
  acknowledgements: readonly Acknowledgement[],
  batches: readonly FinishedBatch[],
): LatencyReport | undefined {
  const put: number[] = [];
  const wait: number[] = [];
  const handler: number[] = [];
  const write: number[] = [];
  const total: number[] = [];
  for (const [{ putAt, acknowledgedAt }, batch] of joined(acknowledgements, batches)) {
    put.push(acknowledgedAt - putAt);
    // The stream hands a record on as soon as it has it, which can be before its answer is back at the producer.
    wait.push(Math.max(0, batch.receivedAt - acknowledgedAt));
    handler.push(batch.judgedAt - batch.receivedAt);
    write.push(batch.writtenAt - batch.judgedAt);
    total.push(batch.writtenAt - putAt);
  }
  if (total.length === 0) return undefined;
  return {
    measured: total.length,
    total: percentiles(total),
    parts: { put: percentiles(put), wait: percentiles(wait), handler: percentiles(handler), write: percentiles(write) },
  };
}

/** Each acknowledgement with the batch that finished its record first, shard by shard. */
function* joined(
  acknowledgements: readonly Acknowledgement[],
  batches: readonly FinishedBatch[],
): Generator<[Acknowledgement, FinishedBatch]> {
  const inOrder = batches.map(withBounds).sort((a, b) => a.batch.writtenAt - b.batch.writtenAt);
  const byShard = Map.groupBy(inOrder, ({ batch }) => batch.shard);
  for (const [shard, ofShard] of Map.groupBy(acknowledgements.map(withPosition), ({ ack }) => ack.shard)) {
    for (const [{ ack }, { batch }] of firstCover(ofShard, byShard.get(shard) ?? [])) yield [ack, batch];
  }
}

function withPosition(ack: Acknowledgement): { ack: Acknowledgement; at: bigint } {
  return { ack, at: BigInt(ack.sequence) };
}

function withBounds(batch: FinishedBatch): { batch: FinishedBatch; first: bigint; last: bigint } {
  return { batch, first: BigInt(batch.firstSequence), last: BigInt(batch.lastSequence) };
}

/** Percentiles of values, which it sorts. */
export function percentiles(values: number[]): Percentiles {
  values.sort((a, b) => a - b);
  const rank = (share: number): number => values[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0;
  return { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: values.at(-1) ?? 0 };
}
