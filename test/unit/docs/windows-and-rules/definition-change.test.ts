import { expect, test } from 'vitest';
import { count } from '../../../../core/analysis/aggregate.ts';
import type { AnalysisDefinition } from '../../../../core/analysis/analysis.ts';
import { createKeyFold } from '../../../../core/analysis/fold/key-fold.ts';
import type { Window } from '../../../../core/analysis/window.ts';
import { defineAnalysis } from '../../../../core/define-analysis.ts';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import type { AcceptedRecord } from '../../../../core/store.ts';
import { recordOf } from '../../../support/records.ts';

type Event = Readonly<Record<string, unknown>>;

const day: Window<Event> = { kind: 'tumbling', name: 'day', sizeSeconds: 86_400, aggregates: { n: count() } };
const hour: Window<Event> = { kind: 'tumbling', name: 'hour', sizeSeconds: 3600, aggregates: { n: count() } };
const many = {
  kind: 'window',
  name: 'many',
  window: 'hour',
  when: ({ values }) => Number(values.n) >= 2,
  message: () => 'many',
} as const satisfies NonNullable<AnalysisDefinition<Event>['rules']>[number];

/** A second in that minute of a day. */
function record(minute: number): AcceptedRecord<Event> {
  const time = Date.UTC(2026, 2, 1, 12, minute);
  const event = { event_id: `e${minute}`, key: 'ana', ts: new Date(time).toISOString() };
  return { event, record: recordOf(event, { sequence: minute + 1, arrivedAt: time, partitionKey: 'ana' }) };
}

/** The key's state after an event; what has to be written of it, and how many parts began anew. */
function fold(analysis: AnalysisDefinition<Event>, state: string | undefined, minute: number) {
  const pipeline = definePipeline({ name: 'clicks', stream: { name: 'clicks' } });
  const keyFold = createKeyFold({ ...pipeline, analysis: defineAnalysis(analysis) });
  const accepted = record(minute);
  const batch = { from: accepted.record.position, now: accepted.record.arrivedAt };
  const outcome = keyFold.fold({ key: 'ana', state, batch, records: [accepted] });
  return {
    state: (outcome.acknowledged ?? outcome).state,
    rows: outcome.results.map(({ window, values }) => `${window} ${values.n}`).sort(),
    alerts: outcome.alerts.map(({ id, rule }) => `${rule} ${id}`),
    reset: outcome.counts.partsReset,
  };
}

const windows = [day, hour];
const rules = [many];
const before = fold({ windows, rules }, fold({ windows, rules }, undefined, 1).state, 2);

test('what has not changed goes on as if nothing had happened', () => {
  expect(before.rows).toEqual(['day 2', 'hour 2']);
  expect(before.alerts).toHaveLength(1);
  const reworded = { windows: [hour, day], rules: [{ ...many, severity: 'info', message: () => 'more' } as const] };
  expect(fold(reworded, before.state, 3)).toMatchObject({ rows: ['day 3', 'hour 3'], alerts: [], reset: 0 });
});

test('what has changed starts anew, alone, and its row counts from there', () => {
  const changed = { windows: [day, { ...hour, aggregates: { n: count(), m: count() } }], rules: [] };
  expect(fold(changed, before.state, 3)).toMatchObject({ rows: ['day 3', 'hour 1'], reset: 2 });
});

test('a rule on a window starts anew with it, and may find an alert again, with the same id', () => {
  const changed = { windows: [day, { ...hour, version: 2 }], rules };
  const after = fold(changed, before.state, 3);
  expect(after).toMatchObject({ rows: ['day 3', 'hour 1'], alerts: [], reset: 2 });
  expect(fold(changed, after.state, 4).alerts).toEqual(before.alerts);
});

test('under a new name a window begins, and the old one goes on beside it', () => {
  const renamed = { windows: [day, hour, { ...hour, name: 'half-hour', sizeSeconds: 1800 }], rules };
  expect(fold(renamed, before.state, 3)).toMatchObject({ rows: ['day 3', 'half-hour 1', 'hour 3'], reset: 0 });
});

test('what is gone is dropped', () => {
  expect(fold({ windows: [day] }, before.state, 3)).toMatchObject({ rows: ['day 3'], reset: 2 });
});
