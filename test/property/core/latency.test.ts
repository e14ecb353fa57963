import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Acknowledgement } from '../../../core/acknowledgement.ts';
import { type FinishedBatch, type LatencyReport, measureLatency } from '../../../core/latency.ts';

/** The definition, read aloud: of all batches that hold a record, the one that was written first. */
function latencies(acknowledgements: readonly Acknowledgement[], batches: readonly FinishedBatch[]): number[] {
  return acknowledgements.flatMap(({ shard, sequence, putAt }) => {
    const written = batches
      .filter((batch) => batch.shard === shard)
      .filter(
        ({ firstSequence, lastSequence }) =>
          BigInt(firstSequence) <= BigInt(sequence) && BigInt(sequence) <= BigInt(lastSequence),
      )
      .map(({ writtenAt }) => writtenAt - putAt);
    return written.length > 0 ? [Math.min(...written)] : [];
  });
}

function percentiles(values: readonly number[]): LatencyReport['total'] {
  const sorted = [...values].sort((a, b) => a - b);
  const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((share) => sorted[Math.ceil(share * sorted.length) - 1]);
  return { p50, p95, p99, max: sorted.at(-1) ?? 0 };
}

const shard = fc.constantFrom('shardId-0', 'shardId-1');
const position = fc.integer({ min: 1, max: 120 });
const time = fc.integer({ min: 0, max: 50 });

const acknowledgements = fc.array(
  fc.record({ shard, position, putAt: time }).map(
    ({ shard, position, putAt }): Acknowledgement => ({
      shard,
      sequence: String(position),
      eventId: `e-${position}`,
      hash: '',
      putAt,
      acknowledgedAt: putAt + 3,
    }),
  ),
  { maxLength: 80 },
);

/** Batches overlap, repeat each other, leave holes and may be empty. */
const batches = fc.array(
  fc.record({ shard, first: position, length: fc.integer({ min: -1, max: 40 }), at: time }).map(
    ({ shard, first, length, at }): FinishedBatch => ({
      shard,
      firstSequence: String(first),
      lastSequence: String(first + length),
      receivedAt: at + 40,
      judgedAt: at + 50,
      writtenAt: at + 60,
    }),
  ),
  { maxLength: 30 },
);

describe('measureLatency', () => {
  it('measures what comparing each record with each batch measures', () => {
    fc.assert(
      fc.property(acknowledgements, batches, (acknowledgements, batches) => {
        const expected = latencies(acknowledgements, batches);
        const report = measureLatency(acknowledgements, batches);
        expect(report?.measured ?? 0).toBe(expected.length);
        if (report) expect(report.total).toEqual(percentiles(expected));
      }),
    );
  });
});
