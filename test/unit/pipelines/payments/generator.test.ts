import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../../core/judge.ts';
import { createRandom } from '../../../../core/producer/random.ts';
import { pipelineNamed } from '../../../../pipelines/index.ts';
import { frauds } from '../../../../pipelines/payments/generator/frauds.ts';
import { labelledEvents } from '../../../../pipelines/payments/generator/labelled.ts';
import { generator } from '../../../../pipelines/payments/generator.ts';
import { actions } from '../../../../pipelines/payments/settings.ts';
import { ARRIVED_AT, recordOf } from '../../../support/records.ts';

const payments = pipelineNamed('payments');
const judge = createJudge(payments);
const at = ARRIVED_AT - 20;

const labelled = (seed: number, differs = {}) => [
  ...labelledEvents({ seed, users: 50, events: 1500, eventsPerSecond: 50, startAt: at - 30_000, ...differs }),
];

describe('payments: generator', () => {
  const many = labelled(1);

  it('makes every action, of so many users as it is asked for, and nothing that is rejected', () => {
    expect(new Set(many.map(({ event }) => event.action))).toEqual(new Set(actions));
    expect(new Set(many.map(({ event }) => event.user_id)).size).toBe(50);
    for (const { event } of many) expect(judge(recordOf(event))).toHaveProperty('accepted');
    expect(new Set(labelled(1, { users: 3 }).map(({ event }) => event.user_id)).size).toBe(3);
    expect(new Set(labelled(1, { users: 1 }).map(({ event }) => event.user_id))).toEqual(new Set(['user_1']));
  });

  it('makes events whose row turns back into their bytes', () => {
    for (const { event } of many) {
      const row = payments.record.toRow(event);
      expect(JSON.stringify(payments.record.toEvent(row))).toBe(JSON.stringify(event));
    }
  });

  it('begins every run anew, so that its draws fix it', () => {
    expect(labelled(2)).toEqual(labelled(2));
    expect(labelled(2)).not.toEqual(labelled(3));
    const context = () => ({ random: createRandom('alone'), id: 'a', at, devices: 50 });
    expect(generator.event(context())).toEqual(generator.event(context()));
  });

  it.each([1, 2, 3, 4, 5])('commits every fraud within 30 s at 50 events a second, seed %i', (seed) => {
    const events = labelled(seed);
    expect(new Set(events.flatMap(({ fraud }) => fraud ?? []))).toEqual(new Set(Object.keys(frauds)));
    expect(events.filter(({ fraud }) => fraud).length / events.length).toBeLessThan(0.15);
  });

  it('says nothing of the label in the event', () => {
    for (const { event, fraud } of many) if (fraud) expect(JSON.stringify(event)).not.toContain(fraud);
    const seen = many.filter(({ fraud }) => fraud).flatMap(({ event }) => Object.keys(event));
    expect(new Set(seen)).toEqual(new Set(many.flatMap(({ event }) => Object.keys(event))));
  });

  it('keeps the share of frauds that it is asked for', () => {
    const of = (fraudEvery: number) => labelled(1, { fraudEvery }).filter(({ fraud }) => fraud).length;
    expect(of(1)).toBe(1500);
    expect(of(10_000)).toBeLessThan(30);
  });

  it.each(Object.entries(generator.invalid))('kind %s is rejected', (_, kind) => {
    for (const [seed, { event }] of many.slice(0, 200).entries()) {
      expect(judge(recordOf(kind.payload(event, createRandom('kind', seed))))).toHaveProperty('rejected');
    }
  });
});
