import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../core/judge.ts';
import sensors from '../../../pipelines/sensors.ts';
import { ARRIVED_AT, reading, recordOf } from '../../support/records.ts';

const judge = createJudge(sensors);

/** Judges twice, and holds the judgement to what is promised of any. */
function judgeTwice(data: string) {
  const record = { ...recordOf(''), data };
  const judgement = judge(record);
  expect(judge(record)).toEqual(judgement);
  if ('accepted' in judgement) {
    expect(Object.keys(judgement.accepted.event)).toEqual(Object.keys(reading));
    return judgement;
  }
  const { reasons } = judgement.rejected;
  expect(reasons.length).toBeGreaterThan(0);
  expect(reasons.length).toBeLessThanOrEqual(20);
  for (const { code, message } of reasons) {
    expect(code).not.toBe('internal');
    expect(message.length).toBeLessThanOrEqual(300);
    expect(message.isWellFormed()).toBe(true);
  }
  return judgement;
}

const hostileText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'constructor', '\0', '\ud800', '', '  ', '1e999', '0x10', 'NaN', '2025-02-30T00:00:00Z'),
);
const hostileValue = fc.oneof(
  hostileText,
  fc.double(),
  fc.integer(),
  fc.constantFrom(null, true, [], {}, [[]]),
  fc.jsonValue(),
);

describe('any bytes', () => {
  it('end as an event or as a rejection, the same one twice', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void judgeTwice(Buffer.from(bytes).toString('base64'))),
    );
  });

  it('may be text that is no base64 at all', () => {
    fc.assert(fc.property(hostileText, (data) => void judgeTwice(data)));
  });

  it('may be any JSON', () => {
    fc.assert(fc.property(fc.json(), (json) => void judgeTwice(Buffer.from(json).toString('base64'))));
  });

  it('may be an event with any of its fields spoilt', () => {
    const spoilt = fc.record(
      {
        event_id: hostileValue,
        device_id: hostileValue,
        ts: hostileValue,
        temperature_c: hostileValue,
        humidity_pct: hostileValue,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(spoilt, fc.dictionary(hostileText, fc.jsonValue(), { maxKeys: 3 }), (fields, extra) => {
        judgeTwice(recordOf({ ...extra, ...reading, ...fields }).data);
      }),
    );
  });

  it('may be an event with one byte flipped', () => {
    const valid = Buffer.from(JSON.stringify(reading));
    fc.assert(
      fc.property(fc.nat(valid.length - 1), fc.integer({ min: 1, max: 255 }), (index, mask) => {
        const flipped = Buffer.from(valid);
        flipped[index] = (flipped[index] ?? 0) ^ mask;
        judgeTwice(flipped.toString('base64'));
      }),
    );
  });
});

describe('an event in normal form', () => {
  const normal = fc.record({
    event_id: fc.stringMatching(/^[a-z0-9-]{1,40}$/),
    device_id: fc.stringMatching(/^sensor-[0-9]{1,5}$/),
    ts: fc.date({ min: new Date(0), max: new Date(ARRIVED_AT), noInvalidDate: true }).map((date) => date.toISOString()),
    temperature_c: fc.double({ min: -50, max: 60, noNaN: true }),
    humidity_pct: fc.double({ min: 0, max: 100, noNaN: true }),
  });

  it('is accepted, and its row turns back into its bytes', () => {
    fc.assert(
      fc.property(normal, (event) => {
        const record = recordOf(event);
        const judgement = judgeTwice(record.data);
        const stored =
          'accepted' in judgement ? sensors.record.toEvent(sensors.record.toRow(judgement.accepted.event)) : undefined;
        expect(recordOf(stored ?? '').data).toBe(record.data);
      }),
    );
  });

  it('is what normalising makes of it again', () => {
    fc.assert(
      fc.property(normal, (event) => {
        expect(sensors.normalise(event, recordOf(event))).toEqual(event);
      }),
    );
  });

  it('is accepted in any dress that the course allows', () => {
    const dress = fc.record({
      before: fc.constantFrom('', ' ', '\t'),
      upper: fc.boolean(),
      text: fc.boolean(),
      zone: fc.constantFrom('Z', '', '+00:00', '999Z'),
    });
    fc.assert(
      fc.property(normal, dress, (event, { before, upper, text, zone }) => {
        const worn = {
          ...event,
          event_id: before + event.event_id,
          device_id: upper ? event.device_id.toUpperCase() : event.device_id,
          ts: event.ts.replace('Z', zone),
          temperature_c: text ? String(event.temperature_c) : event.temperature_c,
        };
        const judgement = judgeTwice(recordOf(worn).data);
        expect(JSON.stringify('accepted' in judgement ? judgement.accepted.event : judgement.rejected.reasons)).toBe(
          JSON.stringify(event),
        );
      }),
    );
  });
});
