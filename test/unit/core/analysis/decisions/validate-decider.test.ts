import { expect, test } from 'vitest';
import { count } from '../../../../../core/analysis/aggregate.ts';
import type { Decider } from '../../../../../core/analysis/decision.ts';
import { validateDecider } from '../../../../../core/analysis/decisions/validate-decider.ts';
import type { Window } from '../../../../../core/analysis/window.ts';

const windows: readonly Window<unknown>[] = [
  { kind: 'tumbling', name: 'minutes', sizeSeconds: 60, aggregates: { n: count() } },
  { kind: 'tumbling', name: 'all', sizeSeconds: 60, scope: 'stream', groupBy: () => '', aggregates: { n: count() } },
];
const decider: Decider<unknown> = {
  name: 'payments-1',
  where: () => true,
  windows: ['minutes'],
  decide: () => ({ decision: 'allow', reasons: [] }),
};

test.each<Decider<unknown>>([
  decider,
  { ...decider, windows: [], version: 2, model: 'fraud 3', alertsWithinSeconds: 86_400 },
  { ...decider, alertsWithinSeconds: 0 },
])('takes %o', (one) => {
  expect(() => validateDecider(one, windows)).not.toThrow();
});

test.each<[object, string]>([
  [{ name: 'Payments' }, 'Decider Payments: name must be 1 to 40 lower-case letters, digits and hyphens (received'],
  [{ name: 7 }, 'Decider 7: name must be'],
  [{ version: 0 }, 'Decider payments-1: version must be a whole number from 1'],
  [{ model: '' }, 'Decider payments-1: model must be 1 to 100 characters'],
  [{ where: undefined }, 'Decider payments-1: where must be a function (received nothing)'],
  [{ decide: 'allow' }, 'Decider payments-1: decide must be a function (received "allow")'],
  [{ alertsWithinSeconds: 86_401 }, 'alertsWithinSeconds must be a whole number from 0 to 86400 (received 86401)'],
  [{ windows: 'minutes' }, 'windows must be a list of names of windows (received "minutes")'],
  [{ windows: ['hours'] }, 'Decider payments-1: windows must be of the pipeline\'s: minutes, all (received "hours")'],
  [{ windows: ['all'] }, "Decider payments-1: windows must be of scope 'key'"],
  [{ windows: ['minutes', 'minutes'] }, 'windows must name each once (received "minutes" twice)'],
  [{ rules: [] }, 'Decider payments-1: rules is no setting; there are name, version, model, where, windows'],
])('refuses %o', (part, message) => {
  expect(() => validateDecider({ ...decider, ...part } as Decider<unknown>, windows)).toThrow(message);
});
