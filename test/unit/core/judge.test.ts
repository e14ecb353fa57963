import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../core/judge.ts';
import type { RecordContext } from '../../../core/pipeline.ts';
import type { Reason } from '../../../core/reason.ts';
import sensors from '../../../pipelines/sensors.ts';
import { ARRIVED_AT, reading, recordOf } from '../../support/records.ts';

const judge = createJudge(sensors);

function reasonsAgainst(payload: object | string | Uint8Array): readonly Reason[] {
  const judgement = judge(recordOf(payload));
  return 'rejected' in judgement ? judgement.rejected.reasons : [];
}

describe('createJudge', () => {
  it('accepts an event and gives the record back with it', () => {
    const record = recordOf(reading);
    expect(judge(record)).toEqual({ accepted: { record, event: reading, version: 1 } });
  });

  it('tells normalising where and when the record came, the same at every try', () => {
    const seen: unknown[] = [];
    const normalise = (raw: Readonly<Record<string, unknown>>, context: RecordContext) => {
      seen.push([context.position.shard, context.position.sequence, context.arrivedAt]);
      return sensors.normalise(raw, context);
    };
    const judgeSeen = createJudge({ ...sensors, normalise });
    const record = recordOf(reading, { shard: 'shardId-7', sequence: 42, arrivedAt: ARRIVED_AT + 1 });
    expect(judgeSeen(record)).toEqual(judgeSeen(record));
    expect(seen).toEqual(Array(2).fill(['shardId-7', '42', ARRIVED_AT + 1]));
  });

  it('gives all reasons at once, each with field, value and range', () => {
    const payload = { event_id: ' ', device_id: 7, ts: 'soon', temperature_c: 61 };
    const reasons = reasonsAgainst(payload);
    expect(reasons.map(({ field }) => field)).toEqual(Object.keys(reading));
    expect(reasons[0]?.message).toContain('1 to 128 bytes, not blank');
    expect(reasons[0]?.message).toContain('received " "');
    expect(reasons[1]?.message).toContain('received 7');
    expect(reasons[2]?.message).toContain('received "soon"');
    expect(reasons[3]).toEqual({
      code: 'schema',
      field: 'temperature_c',
      message: 'must be a number from -50 to 60 (received 61)',
    });
    expect(reasons[4]?.message).toBe('must be a number from 0 to 100 (the field is missing)');
  });

  it('shows the value as it was received, not as it was normalised', () => {
    expect(reasonsAgainst({ ...reading, temperature_c: ' 99 ' })[0]?.message).toContain('received " 99 "');
  });

  it.each([
    ['a megabyte of text', JSON.stringify({ ...reading, event_id: 'x'.repeat(1_000_000) })],
    ['a deep nest in a field', `{"ts":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['half a surrogate pair', '{"event_id":"\\ud800"}'],
    ['a cut that would leave half a pair', JSON.stringify({ ...reading, ts: `${'x'.repeat(58)}${'🌊'.repeat(9)}` })],
    [
      'ten thousand strange fields',
      JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [i, i]))),
    ],
  ])('keeps reasons short and well-formed for %s', (_, payload) => {
    const reasons = reasonsAgainst(payload);
    expect(reasons.length).toBeGreaterThan(0);
    for (const { message } of reasons) {
      expect(message.length).toBeLessThanOrEqual(300);
      expect(message.isWellFormed()).toBe(true);
    }
  });

  it('lists twenty reasons at most', () => {
    const message = 'x'.repeat(1000);
    const fussy = createJudge({
      ...sensors,
      check: () => Array.from({ length: 50 }, () => ({ code: 'rule', message })),
    });
    const judgement = fussy(recordOf(reading));
    expect('rejected' in judgement && judgement.rejected.reasons.map((reason) => reason.message.length)).toEqual(
      Array.from({ length: 20 }, () => 300),
    );
  });

  it.each([
    [
      'normalise',
      {
        normalise: () => {
          throw new TypeError('no such field');
        },
      },
      /threw no such field/,
    ],
    [
      'check',
      {
        check: () => {
          throw new RangeError('beyond');
        },
      },
      /threw beyond/,
    ],
    [
      'check, something strange',
      {
        check: () => {
          throw Object.create(null);
        },
      },
      /threw an object/,
    ],
  ])('takes a throw in %s for a reason against that one record', (_, broken, message) => {
    const judgement = createJudge({ ...sensors, ...broken })(recordOf(reading));
    expect(judgement).toMatchObject({
      rejected: { reasons: [{ code: 'internal', message: expect.stringMatching(message) }] },
    });
  });
});
