import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { GeneratorContext } from '../../../../core/producer/generator.ts';
import { generatorOf } from '../../../../core/producer/generator-of.ts';
import { type PlanRequest, planRecords } from '../../../../core/producer/plan.ts';
import { parseProduceRequest } from '../../../../core/producer/request.ts';
import { pipelines } from '../../../../pipelines/index.ts';
import sensors from '../../../../pipelines/sensors.ts';

const startAt = '2025-10-16T17:25:23.000Z';

function planOf(payload: object, options = { unbounded: false }) {
  const request: PlanRequest = { ...parseProduceRequest(payload, pipelines, options), seed: 42, startAt };
  return planRecords(sensors, request);
}

describe('planRecords', () => {
  it('fixes the bytes by seed, start and producer', () => {
    const [first] = planOf({});
    expect(first && Buffer.from(first.payload).toString()).toBe(
      '{"event_id":"1760635523000-b0646b66c1b537788db501e4","device_id":"sensor-35","ts":"2025-10-16T17:25:23.000Z","temperature_c":23.83,"humidity_pct":48.09}',
    );
  });

  it('begins once a run where the events of one hang together', () => {
    const numbered = () => {
      let number = 0;
      const next = () => {
        number += 1;
        return `place-${number}`;
      };
      return { event: (context: GeneratorContext) => ({ ...own.event(context), location: next() }) };
    };
    const own = generatorOf(sensors);
    const pipeline = { ...sensors, generator: { ...own, begin: numbered } };
    const request = { ...parseProduceRequest({ durationSeconds: 1 }, pipelines), seed: 1, startAt };
    for (const _ of ['once', 'again']) {
      const places = [...planRecords(pipeline, request)].map(
        ({ payload }) => JSON.parse(Buffer.from(payload).toString()).location,
      );
      expect(places).toEqual([1, 2, 3, 4, 5].map((number) => `place-${number}`));
    }
  });

  it.each([
    [5, 30, 150],
    [50, 20, 1000],
    [0.1, 25, 3],
    [3, 10, 30],
    [0.7, 10, 7],
  ])(
    'at %d a second for %d s, has %d records, each due at n × 1000 / rate',
    (eventsPerSecond, durationSeconds, count) => {
      const records = [
        ...planOf({ eventsPerSecond, durationSeconds, faults: { invalid: 0.2, duplicate: 0.2, late: 0.2 } }),
      ];
      expect(records.map(({ offsetMs }) => offsetMs)).toEqual(
        Array.from({ length: count }, (_, n) => (n * 1000) / eventsPerSecond),
      );
    },
  );

  it('does not end where the request has no end', () => {
    const plan = planOf({ eventsPerSecond: 5000 }, { unbounded: true });
    for (let n = 0; n < 20_000; n += 1) expect(plan.next().done).toBe(false);
  });

  it('makes every invalid kind, or the one asked for', () => {
    const faults = { invalid: 1 };
    const kindsOf = (payload: object) => new Set([...planOf(payload)].map(({ fault }) => fault));
    expect(kindsOf({ faults, eventsPerSecond: 50 })).toEqual(
      new Set(Object.keys(generatorOf(sensors).invalid).map((kind) => `invalid:${kind}`)),
    );
    expect(kindsOf({ faults, invalidKind: 'course' })).toEqual(new Set(['invalid:course']));
  });

  it('sends an event of just before again, to the byte', () => {
    const records = [...planOf({ eventsPerSecond: 50, faults: { duplicate: 0.3 } })];
    for (const [index, record] of records.entries()) {
      if (record.fault !== 'duplicate') continue;
      const original = records.slice(0, index).findLast(({ eventId, fault }) => eventId === record.eventId && !fault);
      expect(original).toEqual({ ...record, offsetMs: original?.offsetMs, fault: undefined });
    }
  });

  it('never begins with a duplicate', () => {
    expect(planOf({ faults: { duplicate: 1 } }).next().value).not.toHaveProperty('fault');
  });

  it.each([
    ['late', 60_000, 3_600_000],
    ['outOfOrder', 2 * 20, 6 * 20 + 1],
  ])('sets the time of an event that is %s back by %d to %d ms', (fault, least, most) => {
    for (const { offsetMs, payload } of planOf({ eventsPerSecond: 50, faults: { [fault]: 1 } })) {
      const age = Date.parse(startAt) + offsetMs - Date.parse(JSON.parse(Buffer.from(payload).toString()).ts);
      expect(age).toBeGreaterThanOrEqual(least);
      expect(age).toBeLessThanOrEqual(most);
    }
  });
});
