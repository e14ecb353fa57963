import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Acknowledgement } from '../../../core/acknowledgement.ts';
import { reconcile } from '../../../core/ledger.ts';
import type { Pipeline } from '../../../core/pipeline.ts';
import { payloadOf } from '../../../core/producer/payload.ts';
import { planRecords } from '../../../core/producer/plan.ts';
import { createRandom } from '../../../core/producer/random.ts';
import { parseProduceRequest } from '../../../core/producer/request.ts';
import type { SourceRecord } from '../../../core/source.ts';
import { pipelines } from '../../../pipelines/index.ts';
import { deliver, UnreliableStore } from '../../support/delivery.ts';
import { ARRIVED_AT, recordOf } from '../../support/records.ts';

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What two producers of one seed put into the stream, spread over its shards, and what the stream acknowledged. */
function produce(pipeline: Pipeline, seed: number, faults: object) {
  const shards: SourceRecord[][] = Array.from({ length: pipeline.stream.shards ?? 4 }, () => []);
  const acknowledgements: Acknowledgement[] = [];
  const startAt = new Date(ARRIVED_AT).toISOString();
  const random = createRandom('shards', seed);
  for (const producer of [0, 1]) {
    const asked = { pipeline: pipeline.name, eventsPerSecond: 20, durationSeconds: 3, faults, producer };
    const request = { ...parseProduceRequest(asked, pipelines), seed, startAt };
    for (const { payload, eventId, offsetMs, partitionKey, fault } of planRecords(pipeline, request)) {
      const index = random.integer(0, shards.length - 1);
      const shard = `shardId-${index}`;
      const sequence = String(10n ** 30n - 10n + BigInt(shards[index]?.length ?? 0));
      const arrivedAt = Math.floor(ARRIVED_AT + offsetMs);
      shards[index]?.push(recordOf(payload, { shard, sequence, arrivedAt, partitionKey }));
      const at = { putAt: arrivedAt, acknowledgedAt: arrivedAt };
      acknowledgements.push({ shard, sequence, eventId, hash: sha256(payload), ...at, ...(fault && { fault }) });
    }
  }
  return { shards, acknowledgements };
}

const share = fc.double({ min: 0, max: 0.25, noNaN: true });
const faultShares = fc.record({ invalid: share, duplicate: share, late: share, outOfOrder: share });

/** Those that can be produced. */
const producible = pipelines.flatMap((pipeline) => (pipeline.generator ? [[pipeline.name, pipeline] as const] : []));

describe.each(producible)('%s, from producer to ledger', (_, pipeline) => {
  it('loses nothing and doubles nothing, whatever fails on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), faultShares, async (seed, faults) => {
        const { shards, acknowledgements } = produce(pipeline, seed, faults);
        const rows = new Map<string, string>();
        const rejected: { shard: string; sequence: string }[] = [];
        for (const [index, records] of shards.entries()) {
          const random = createRandom('failures', seed, index);
          const store = new UnreliableStore(pipeline, random, () => false);
          await deliver(pipeline, records, store, random, () => {});
          for (const [id, event] of store.rows) {
            const readBack = pipeline.record.toEvent(pipeline.record.toRow(event));
            rows.set(id, sha256(payloadOf(pipeline, readBack)));
          }
          rejected.push(...[...store.rejected.keys()].map((sequence) => ({ shard: `shardId-${index}`, sequence })));
        }
        const world = { acknowledgements, rows, rejected, failed: [], now: 1, deadline: 0 };
        const { counts, lost, doubled, altered } = reconcile(world);
        const faulty = (fault: string) => acknowledgements.filter((ack) => ack.fault?.startsWith(fault)).length;
        expect({ lost, doubled, altered }).toEqual({ lost: [], doubled: [], altered: [] });
        expect(rows.size).toBe(counts.stored);
        expect(counts).toEqual({
          sent: 120,
          stored: 120 - faulty('invalid:') - faulty('duplicate'),
          duplicate: faulty('duplicate'),
          rejected: faulty('invalid:'),
          failed: 0,
          inFlight: 0,
          lost: 0,
        });
      }),
      { numRuns: 40 },
    );
  });
});
