import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalyzedPipeline } from '../../../core/analysis/fold/pipeline-parts.ts';
import { createJudge } from '../../../core/judge.ts';
import { planRecords } from '../../../core/producer/plan.ts';
import { createRandom } from '../../../core/producer/random.ts';
import { parseProduceRequest } from '../../../core/producer/request.ts';
import { alertDifferences, windowDifferences } from '../../../core/reference/differences.ts';
import { referenceOf } from '../../../core/reference/reference.ts';
import type { AcceptedRecord } from '../../../core/store.ts';
import { pipelineNamed, pipelines } from '../../../pipelines/index.ts';
import { SimulatedCloud } from '../../support/analysis/simulated-cloud.ts';
import { ARRIVED_AT, recordOf } from '../../support/records.ts';

const SHARDS = 3;
const MONTH_MS = 31 * 86_400_000;

/** What the judge accepts of a producer's run, in the shards of the stream: a key is always in the same one. */
function accepted(pipeline: AnalyzedPipeline<unknown>, seed: number): AcceptedRecord<unknown>[] {
  const judge = createJudge(pipeline);
  const faults = { invalid: 0.1, duplicate: 0.1, late: 0.1, outOfOrder: 0.2 };
  const asked = { pipeline: pipeline.name, eventsPerSecond: 2, durationSeconds: 120, devices: 6, faults };
  const startAt = new Date(ARRIVED_AT).toISOString();
  const shards = new Map<string, number>();
  const plan = planRecords(pipeline, { ...parseProduceRequest(asked, pipelines), seed, startAt });
  return [...plan].flatMap(({ payload, partitionKey, offsetMs }, sequence) => {
    const shard = shards.get(partitionKey) ?? shards.size % SHARDS;
    shards.set(partitionKey, shard);
    const arrivedAt = Math.floor(ARRIVED_AT + offsetMs);
    const record = recordOf(payload, { shard: `shardId-${shard}`, sequence, arrivedAt, partitionKey });
    const judgement = judge(record);
    return 'accepted' in judgement ? [judgement.accepted] : [];
  });
}

describe.each(['sensors', 'observatory', 'payments', 'users', 'posts', 'logs'])(
  '%s, on a cloud where processes die and shards are replayed',
  (name) => {
    const { analysis, ...rest } = pipelineNamed(name);
    if (!analysis) throw new Error(`${name} has no analysis`);
    const pipeline = { ...rest, analysis };

    it('ends with the windows and alerts of the reference', () => {
      let raised = 0;
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const records = accepted(pipeline, seed);
          const trouble = { crash: 0.02, failure: 0.02, replay: 0.02, sweep: 0 };
          const cloud = new SimulatedCloud(pipeline, records, new Map(), createRandom('cloud', seed), trouble);
          const { rows, alerts } = cloud.run();
          const expected = referenceOf(pipeline, records, { sweptAt: ARRIVED_AT + MONTH_MS });
          const found = [...rows.values()].flatMap(({ result }) => result ?? []);
          const latest = Number.POSITIVE_INFINITY;
          expect(windowDifferences(analysis, expected.windows, found, { latest })).toEqual([]);
          expect(alertDifferences(analysis, expected.alerts, [...alerts.values()])).toEqual([]);
          raised += expected.alerts.length;
        }),
        { numRuns: 5 },
      );
      // Of a single run there may be none: fraud is rare.
      expect(raised).toBeGreaterThan(0);
    }, 120_000);
  },
);
