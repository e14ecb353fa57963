import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../core/judge.ts';
import { generatorOf } from '../../../core/producer/generator-of.ts';
import { createRandom } from '../../../core/producer/random.ts';
import { pipelines } from '../../../pipelines/index.ts';
import { ARRIVED_AT, recordOf } from '../../support/records.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.constantFrom(null, true, [], {}, { toString: 1 }, '', ' ', '\0', '\ud800', '1e999', 'x'.repeat(200)),
  fc.constantFrom(ARRIVED_AT, ARRIVED_AT / 1000, -1, 1e300),
  fc.jsonValue(),
);

/** Names that one version or another of a payload uses, beside those of the normal form. */
const wireNames = [
  'timestamp',
  'ip_address',
  'sensor_id',
  'temperature',
  'humidity',
  'pressure',
  'name',
  'login',
  'location',
  '_event_time',
  '__proto__',
  'constructor',
];

/** Those that can be produced. */
const producible = pipelines.flatMap((pipeline) => (pipeline.generator ? [[pipeline.name, pipeline] as const] : []));

describe.each(producible)('%s', (_, pipeline) => {
  const judge = createJudge(pipeline);
  const generator = generatorOf(pipeline);
  const names = [...Object.keys(pipeline.schema.properties), ...wireNames];
  const spoilt = fc.dictionary(fc.constantFrom(...names), hostile, { maxKeys: 4 });

  it('judges an event with any of its fields spoilt, twice the same, and throws over none', () => {
    fc.assert(
      fc.property(fc.integer(), spoilt, (seed, fields) => {
        const context = { random: createRandom(seed), id: `${ARRIVED_AT}-00ff`, at: ARRIVED_AT, devices: 50 };
        const record = recordOf(JSON.stringify({ ...(generator.event(context) as object), ...fields }));
        const judgement = judge(record);
        expect(judge(record)).toEqual(judgement);
        const reasons = 'rejected' in judgement ? judgement.rejected.reasons : [];
        expect(reasons.filter(({ code }) => code === 'internal')).toEqual([]);
        if ('accepted' in judgement) {
          const { event } = judgement.accepted;
          const { _event_time, ...stored } = event as Record<string, unknown>;
          expect(pipeline.record.toEvent(pipeline.record.toRow(event))).toEqual(stored);
          expect(Number.isFinite(pipeline.eventTime(event))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
