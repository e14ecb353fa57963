import { describe, expect, it } from 'vitest';
import { ProduceRequestError, parseProduceRequest } from '../../../../core/producer/request.ts';
import { pipelines } from '../../../../pipelines/index.ts';
import sensors from '../../../../pipelines/sensors.ts';

const parse = (payload: unknown, options?: { unbounded: boolean }) => parseProduceRequest(payload, pipelines, options);

const defaults = {
  pipeline: 'sensors',
  eventsPerSecond: 5,
  durationSeconds: 30,
  devices: 50,
  producer: 0,
  retries: 3,
  lingerMs: 50,
  faults: { invalid: 0, duplicate: 0, late: 0, outOfOrder: 0 },
};

describe('parseProduceRequest', () => {
  it.each([[{}], [null], [undefined]])('fills the defaults in for %j', (payload) => {
    expect(parse(payload)).toEqual(defaults);
  });

  it('refuses a pipeline without a generator', () => {
    const { generator, ...silent } = sensors;
    expect(() => parseProduceRequest({}, [silent])).toThrow(ProduceRequestError);
    expect(() => parseProduceRequest({}, [silent])).toThrow(/sensors declares no generator.*caudal send sensors/);
  });

  it('takes the issue’s example', () => {
    const payload = {
      pipeline: 'sensors',
      eventsPerSecond: 5,
      durationSeconds: 30,
      devices: 50,
      seed: 42,
      faults: { invalid: 0.1, duplicate: 0.01, late: 0.01, outOfOrder: 0.02 },
    };
    expect(parse(payload)).toEqual({ ...defaults, ...payload });
  });

  it('brings the start instant into normal form', () => {
    expect(parse({ startAt: '2025-10-16T19:25:23+02:00' }).startAt).toBe('2025-10-16T17:25:23.000Z');
  });

  it('has no end where a person stops it', () => {
    expect(parse({}, { unbounded: true }).durationSeconds).toBe(Number.POSITIVE_INFINITY);
    expect(parse({ durationSeconds: 86_400 }, { unbounded: true }).durationSeconds).toBe(86_400);
  });

  it.each([
    ['eventsPerSecond', 0.1],
    ['eventsPerSecond', 5000],
    ['durationSeconds', 1],
    ['durationSeconds', 840],
    ['devices', 100_000],
    ['producer', 999],
    ['retries', 0],
    ['retries', 20],
    ['lingerMs', 0],
    ['lingerMs', 5000],
    ['seed', -1],
    ['invalidKind', 'course'],
    ['runId', 'a-B_9'],
  ])('takes %s %j', (field, value) => {
    expect(parse({ [field]: value })).toHaveProperty(field, value);
  });

  it.each([
    [{ eventsPerSecond: 0.09 }, /eventsPerSecond must be a number from 0.1 to 5000 \(received 0.09\)/],
    [{ eventsPerSecond: 5001 }, /eventsPerSecond/],
    [{ eventsPerSecond: '5' }, /eventsPerSecond.*received "5"/],
    [{ eventsPerSecond: null }, /eventsPerSecond.*received null/],
    [{ eventsPerSecond: Number.NaN }, /eventsPerSecond.*received NaN/],
    [{ durationSeconds: 841 }, /durationSeconds must be a number from 1 to 840 \(received 841\)/],
    [{ devices: 1.5 }, /devices must be a whole number from 1 to 100000 \(received 1.5\)/],
    [{ devices: 0 }, /devices/],
    [{ seed: 1e300 }, /seed/],
    [{ producer: 1000 }, /producer must be a number from 0 to 999/],
    [{ retries: 21 }, /retries/],
    [{ lingerMs: 5001 }, /lingerMs/],
    [{ pipeline: 'sensor' }, /pipeline must be one of .*sensors.* \(received "sensor"\)/],
    [{ pipeline: null }, /pipeline must be one of/],
    [{ invalidKind: 'broken' }, /invalidKind must be one of course, .* \(received "broken"\)/],
    [{ startAt: '2025-02-30T00:00:00Z' }, /startAt must be an instant .*received "2025-02-30/],
    [{ startAt: 0 }, /startAt/],
    [{ runId: '../x' }, /runId.*received "..\/x"/],
    [{ rate: 5 }, /no field "rate"; the fields are pipeline, eventsPerSecond/],
    [{ faults: { lost: 1 } }, /faults has no field "lost"/],
    [{ faults: { invalid: 1.1 } }, /faults.invalid must be a number from 0 to 1 \(received 1.1\)/],
    [{ faults: { invalid: 0.6, late: 0.5 } }, /faults must add up to 1 at most/],
    [{ faults: null }, /faults must be a JSON object \(received null\)/],
    [[], /the payload must be a JSON object \(received an array/],
    ['sensors', /the payload must be a JSON object/],
    [JSON.parse('{"__proto__":{"devices":1}}'), /no field "__proto__"/],
  ])('refuses %j', (payload, message) => {
    expect(() => parse(payload)).toThrow(ProduceRequestError);
    expect(() => parse(payload)).toThrow(message);
  });

  it('has no highest duration where a person stops it, but a lowest', () => {
    expect(() => parse({ durationSeconds: 0 }, { unbounded: true })).toThrow(/a number of 1 or more \(received 0\)/);
  });
});
