import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../../core/judge.ts';
import { type PlanRequest, planRecords } from '../../../../core/producer/plan.ts';
import { parseProduceRequest } from '../../../../core/producer/request.ts';
import { pipelines } from '../../../../pipelines/index.ts';
import sensors from '../../../../pipelines/sensors.ts';
import { recordOf } from '../../../support/records.ts';

const START = Date.UTC(2025, 9, 16, 17, 25);

function planOf(payload: object): ReturnType<typeof planRecords> {
  const request: PlanRequest = {
    seed: 42,
    startAt: new Date(START).toISOString(),
    ...parseProduceRequest(payload, pipelines),
  };
  return planRecords(sensors, request);
}

const share = fc.double({ min: 0, max: 0.25, noNaN: true });
const requests = fc.record({
  seed: fc.integer(),
  producer: fc.integer({ min: 0, max: 999 }),
  devices: fc.integer({ min: 1, max: 1000 }),
  eventsPerSecond: fc.double({ min: 0.1, max: 50, noNaN: true }),
  durationSeconds: fc.integer({ min: 1, max: 5 }),
  faults: fc.record({ invalid: share, duplicate: share, late: share, outOfOrder: share }),
});

describe('planRecords', () => {
  it('makes the same bytes of the same request', () => {
    fc.assert(
      fc.property(requests, (request) => {
        expect([...planOf(request)]).toEqual([...planOf(request)]);
      }),
      { numRuns: 50 },
    );
  });

  it('makes records that are accepted on arrival, in place and to the byte, but for the invalid ones', () => {
    const judge = createJudge(sensors);
    fc.assert(
      fc.property(requests, (request) => {
        for (const { payload, fault, offsetMs, partitionKey, eventId } of planOf(request)) {
          const judgement = judge(recordOf(payload, { arrivedAt: Math.floor(START + offsetMs) }));
          expect('rejected' in judgement).toBe(fault?.startsWith('invalid:') ?? false);
          if (!('accepted' in judgement)) continue;
          const { event } = judgement.accepted;
          expect([sensors.partitionKey(event), sensors.id(event)]).toEqual([partitionKey, eventId]);
          const stored = sensors.record.toEvent(sensors.record.toRow(event));
          expect(JSON.stringify(stored)).toBe(Buffer.from(payload).toString());
        }
      }),
      { numRuns: 50 },
    );
  });

  it('never gives two events of one seed the same id, whoever produces them', () => {
    const ids = new Set<string>();
    const perProducer = 50_000;
    for (let producer = 0; producer < 6; producer += 1) {
      for (const { eventId } of planOf({ producer, eventsPerSecond: 5000, durationSeconds: 10 })) ids.add(eventId);
    }
    expect(ids.size).toBe(6 * perProducer);
  });

  it('makes as many faults as asked for', () => {
    const faults = { invalid: 0.1, duplicate: 0.01, late: 0.03, outOfOrder: 0.02 };
    const counts: Record<string, number> = {};
    for (const { fault = 'none' } of planOf({ eventsPerSecond: 500, durationSeconds: 100, faults })) {
      const kind = fault.replace(/:.*/, '');
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    for (const [fault, asked] of Object.entries(faults)) {
      expect(Math.abs((counts[fault] ?? 0) / 50_000 - asked), fault).toBeLessThan(0.005);
    }
  });

  it('spreads readings over all devices and the ranges of the course', () => {
    const devices = new Set<string>();
    for (const { payload } of planOf({ eventsPerSecond: 500, durationSeconds: 10 })) {
      const event = JSON.parse(Buffer.from(payload).toString());
      devices.add(event.device_id);
      const spike = event.temperature_c >= 45 && event.temperature_c <= 58;
      expect(spike || (event.temperature_c >= 18 && event.temperature_c <= 32)).toBe(true);
      expect(event.humidity_pct >= 20 && event.humidity_pct <= 80).toBe(true);
    }
    expect(devices).toEqual(new Set(Array.from({ length: 50 }, (_, index) => `sensor-${index + 1}`)));
  });
});
