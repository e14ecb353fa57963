import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definePipeline } from '../../../core/define-pipeline.ts';
import { createJudge } from '../../../core/judge.ts';
import type { SourceRecord } from '../../../core/source.ts';

const pipeline = definePipeline({ name: 'anything', stream: { name: 'anything' } });
const judge = createJudge(pipeline);
const ARRIVED = 1_795_348_800_000;

/** JSON objects that often have the fields in which ids, times and keys are looked for, with values fit and unfit. */
const objects = fc
  .tuple(
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc.record(
      {
        ...{ event_id: fc.jsonValue(), id: fc.oneof(fc.string(), fc.maxSafeInteger()), _event_id: fc.jsonValue() },
        ...{ ts: fc.oneof(fc.jsonValue(), fc.date({ noInvalidDate: true }).map(String), fc.integer({ min: 0 })) },
        ...{ timestamp: fc.maxSafeNat(), _event_time: fc.jsonValue(), key: fc.jsonValue() },
      },
      { requiredKeys: [] },
    ),
  )
  .map(([some, known]) => ({ ...some, ...known }));

function record(payload: unknown): SourceRecord {
  return {
    position: { stream: 'anything', shard: 'shardId-000000000000', sequence: '1' },
    partitionKey: 'p',
    arrivedAt: ARRIVED,
    data: Buffer.from(JSON.stringify(payload)).toString('base64'),
  };
}

function eventOf(payload: unknown) {
  const judged = judge(record(payload));
  if ('rejected' in judged) throw new Error(judged.rejected.reasons.map(({ message }) => message).join());
  return judged.accepted.event;
}

describe('a pipeline without a schema', () => {
  it('takes any JSON object, loses nothing of it, and decides the same at every try', () => {
    fc.assert(
      fc.property(objects, (payload) => {
        const event = eventOf(payload);
        const { _event_id, _event_time, ...rest } = event;
        const { _event_id: sentId, _event_time: sentTime, ...sent } = payload as Readonly<Record<string, unknown>>;
        expect(JSON.stringify(rest)).toBe(JSON.stringify(sent));
        expect(JSON.stringify(eventOf(payload))).toBe(JSON.stringify(event));
        expect(JSON.stringify(eventOf(event))).toBe(JSON.stringify(event));
        expect(JSON.stringify(pipeline.record.toEvent(pipeline.record.toRow(event)))).toBe(JSON.stringify(event));
        expect(Buffer.byteLength(pipeline.id(event))).toBeLessThanOrEqual(128);
        expect(pipeline.eventTime(event)).toBeLessThanOrEqual(ARRIVED + 300_000);
        expect(Number.isInteger(pipeline.eventTime(event))).toBe(true);
        expect(pipeline.partitionKey(event).length).toBeLessThanOrEqual(256);
        expect(pipeline.partitionKey(event)).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });
});
