import type { Rule } from '../../../core/analysis/rule.ts';
import type { Trade } from './trades.ts';

const isKind = (kind: Trade['kind']) => (event: Trade) => event.kind === kind;
const names = (events: readonly Trade[]) => events.map(({ id }) => id).join(' → ');

/** Rules on single events and on time. */
const ofEvents: readonly Rule<Trade>[] = [
  {
    name: 'large',
    kind: 'threshold',
    cooldownSeconds: 15,
    where: ({ amount }) => amount !== null && amount > 60,
    severityOf: ({ amount }) => (Number(amount) > 80 ? 'critical' : 'info'),
    groupBy: ({ group }) => group,
    values: ({ amount }) => ({ amount }),
    message: ({ id, amount }) => `${id} is of ${amount}`,
  },
  {
    name: 'refund',
    kind: 'threshold',
    where: isKind('refund'),
    values: () => ({}),
    message: ({ id }) => `${id} is a refund`,
  },
  {
    name: 'move',
    kind: 'change',
    cooldownSeconds: 5,
    where: ({ kind }) => kind !== 'other',
    of: ({ amount }) => amount,
    groupBy: ({ group }) => group,
    drop: 0.3,
    rise: 0.5,
    message: ({ id }, { change }) => `${id} moved by ${change}`,
  },
  { name: 'quiet', kind: 'silence', severity: 'critical', afterSeconds: 12 },
  {
    name: 'odd',
    kind: 'anomaly',
    of: ({ amount }) => amount,
    warmUp: 3,
    deviations: 1.5,
    minDeviation: 0.5,
    weight: 0.2,
  },
  {
    name: 'scored',
    kind: 'model',
    model: 'halves-1',
    where: isKind('buy'),
    score: ({ amount }) => (amount === null ? undefined : amount / 100),
    threshold: 0.7,
  },
];

const ofWindows: readonly Rule<Trade>[] = [
  {
    name: 'busy',
    kind: 'window',
    window: 'fixed',
    when: ({ values }) => Number(values.n) >= 3 || Number(values.total) > 100,
    message: ({ values }) => `${values.n} of ${values.total}`,
  },
  {
    name: 'busy-for-good',
    kind: 'window',
    window: 'sliding',
    on: 'final',
    cooldownSeconds: 12,
    when: ({ events }) => events >= 2,
    message: ({ events }) => `${events} in the end`,
  },
  {
    name: 'long-session',
    kind: 'window',
    window: 'visits',
    when: ({ start, end }) => end - start > 15_000,
    message: ({ events }) => `${events} events`,
  },
  {
    name: 'dear',
    kind: 'window',
    window: 'visits',
    when: ({ values }) => Number(values.per_event) > 60,
    message: ({ values }) => `${values.per_event} each`,
  },
  { name: 'dearer', kind: 'window-change', window: 'visits', value: 'per_event', drop: 0.2, rise: 0.2 },
  { name: 'level', kind: 'window-change', window: 'fixed', value: 'mean', drop: 0.2, rise: 0.2 },
  {
    name: 'crowd',
    kind: 'window',
    window: 'everybody',
    when: ({ events }) => events >= 4,
    message: ({ events }) => `${events} events`,
  },
];

const ofSequences: readonly Rule<Trade>[] = [
  {
    name: 'break-in',
    kind: 'sequence',
    steps: [
      { name: 'fail', where: isKind('fail') },
      { name: 'login', where: isKind('login') },
      { name: 'buy', where: isKind('buy') },
    ],
    withinSeconds: 30,
    cooldownSeconds: 10,
    values: (events) => ({ steps: events.length }),
    message: names,
  },
  {
    name: 'direct',
    kind: 'sequence',
    succession: 'strict',
    steps: [
      { name: 'login', where: isKind('login') },
      { name: 'buy', where: ({ kind, amount }) => kind === 'buy' && Number(amount) > 20 },
    ],
    withinSeconds: 10,
    message: names,
  },
  {
    name: 'left-without',
    kind: 'sequence',
    steps: [
      { name: 'fail', where: isKind('fail') },
      { name: 'login', where: isKind('login') },
    ],
    withinSeconds: 20,
    notFollowedBy: { where: isKind('buy'), withinSeconds: 8 },
    message: names,
  },
  {
    name: 'login-alone',
    kind: 'sequence',
    steps: [{ name: 'login', where: isKind('login') }],
    withinSeconds: 1,
    notFollowedBy: { where: isKind('refund'), withinSeconds: 5 },
    message: names,
  },
  {
    name: 'at-once',
    kind: 'sequence',
    eager: true,
    steps: [
      { name: 'login', where: isKind('login') },
      { name: 'refund', where: isKind('refund') },
    ],
    withinSeconds: 20,
    message: names,
  },
];

/** Rules of every kind, over {@link tradeWindows}. */
export const tradeRules: readonly Rule<Trade>[] = [...ofEvents, ...ofWindows, ...ofSequences];
