import { expect, test } from 'vitest';
import { count } from '../../../../../core/analysis/aggregate.ts';
import type { Finding, Json, Moment } from '../../../../../core/analysis/parts.ts';
import type { WindowChangeRule, WindowRule } from '../../../../../core/analysis/rule.ts';
import { createRulePart } from '../../../../../core/analysis/rules/rule-part.ts';
import type { Window, WindowResult } from '../../../../../core/analysis/window.ts';

const minutes: Window<unknown> = { kind: 'tumbling', name: 'minutes', sizeSeconds: 60, aggregates: { n: count() } };
const sessions: Window<unknown> = { kind: 'session', name: 'minutes', gapSeconds: 60, aggregates: { n: count() } };

const many: WindowRule = {
  kind: 'window',
  name: 'many',
  window: 'minutes',
  when: ({ values }) => Number(values.n) > 10,
  message: ({ key, values }) => `${key}: ${values.n}`,
};
const fewer: WindowChangeRule = { kind: 'window-change', name: 'fewer', window: 'minutes', value: 'n', drop: 0.5 };

/** A result of a window that starts in that minute. */
function result(minute: number, n: number, more: Partial<WindowResult> = {}): WindowResult {
  const start = minute * 60_000;
  return {
    window: 'minutes',
    key: 'user',
    group: '',
    start,
    end: start + 60_000,
    values: { n },
    events: n,
    final: false,
    lastEventId: `${minute}-${n}`,
    ...more,
  };
}

/** What the rule finds in these results; a number among them is the key's watermark in minutes from there on. */
function findings(rule: WindowRule | WindowChangeRule, steps: readonly (WindowResult | number)[], window = minutes) {
  const part = createRulePart(rule, { pipeline: 'tests', window });
  let state: Json = part.initial();
  let watermark = 0;
  const all: Finding[] = [];
  for (const step of steps) {
    state = JSON.parse(JSON.stringify(state)) as Json;
    if (typeof step === 'number') watermark = step * 60_000;
    const moment = { keyWatermark: watermark, watermark } as Moment;
    if (typeof step !== 'number') all.push(...(part.onResult?.(state, step, moment) ?? []));
    part.onTime?.(state, moment);
  }
  return { all, causes: all.map(({ cause }) => Number(cause) / 60_000), bytes: JSON.stringify(state).length };
}

const final = { final: true } as const;

test('a window raises as soon as it holds, and once', () => {
  expect(findings(many, [result(3, 10), result(3, 11), result(3, 12), result(3, 12, final)]).all).toEqual([
    {
      cause: '180000',
      at: 180_000,
      message: 'user: 11',
      values: { n: 11 },
      events: ['3-11'],
      window: { name: 'minutes', start: 180_000, end: 240_000 },
      key: 'user',
      group: '',
    },
  ]);
});

test('on final: only when it is final, again final counts, and still once', () => {
  const onFinal: WindowRule = { ...many, on: 'final' };
  const steps = [result(3, 11), result(3, 9, final), result(3, 12, final), result(3, 13, final)];
  expect(findings(onFinal, steps).all.map(({ message }) => message)).toEqual(['user: 12']);
});

test('each window, key and group is one of its own, and the cool-down is the group’s', () => {
  const other = { key: 'user/b', group: 'b' };
  const steps = [result(1, 11), result(1, 11, other), result(2, 11), result(2, 11, other), result(3, 11)];
  expect(findings(many, steps).causes).toEqual([1, 1, 2, 2, 3]);
  expect(findings({ ...many, cooldownSeconds: 120 }, steps).causes).toEqual([1, 1, 3]);
});

test('a session that grows, moves its start or is merged is not raised again', () => {
  const span = (start: number, end: number) => ({ start: start * 60_000, end: end * 60_000 });
  const steps = [
    result(0, 11, span(10, 12)),
    result(0, 12, span(9, 12)),
    result(0, 13, span(7, 15)),
    result(0, 13, { ...span(7, 15), ...final }),
    result(0, 11, span(15, 17)),
  ];
  expect(findings(many, steps, sessions).causes).toEqual([10, 15]);
});

test('windows below the key’s watermark are forgotten, since no event can reach them', () => {
  const forgotten = findings(many, [result(1, 11), result(2, 11), 3]);
  expect(forgotten.bytes).toBe(findings(many, []).bytes);
  expect(findings(many, [result(1, 11), 1.9, result(1, 12)]).causes).toEqual([1]);
});

test('of scope stream they are kept, at most 256 of them', () => {
  const perGroup: Window<unknown> = { ...minutes, scope: 'stream', groupBy: () => 'g' };
  expect(findings(many, [result(1, 11), 5, result(1, 12)], perGroup).causes).toEqual([1]);
  const hours = Array.from({ length: 300 }, (_, minute) => result(minute, 11));
  const { causes, bytes } = findings(many, [...hours, result(299, 12), result(44, 12), result(43, 12)], perGroup);
  expect(causes.slice(300)).toEqual([43]);
  expect(bytes).toBeLessThan(256 * 60);
});

test('a `when` that throws holds and says so; a `message` that throws does not lose the alert', () => {
  const fail = (): never => {
    throw new TypeError('no total');
  };
  const broken = findings({ ...many, when: fail }, [result(1, 1), result(1, 2)]).all;
  expect(broken.map(({ message }) => message)).toEqual(['when threw TypeError: no total']);
  expect(findings({ ...many, message: fail }, [result(1, 11)]).all[0]?.message).toBe(
    'message threw TypeError: no total',
  );
});

test('window-change: a final value against that of the window before it, empty ones passed over', () => {
  const steps = [result(1, 10, final), result(2, 6, final), result(3, 2), result(7, 3, final), result(8, 1, final)];
  expect(findings(fewer, steps).all).toEqual([
    {
      cause: '420000',
      at: 420_000,
      message: 'n fell 50.0 % from 6 to 3',
      values: { value: 3, previous: 6, change: -0.5 },
      events: ['7-3'],
      window: { name: 'minutes', start: 420_000, end: 480_000 },
      key: 'user',
      group: '',
    },
    expect.objectContaining({ cause: '480000' }),
  ]);
});

test('window-change: again final is compared again, raised once, and is what the next one is compared with', () => {
  const rise: WindowChangeRule = { ...fewer, rise: 1 };
  const steps = [
    result(1, 10, final),
    result(2, 11, final),
    result(2, 20, final),
    result(2, 30, final),
    result(3, 15, final),
  ];
  expect(findings(rise, steps).all.map(({ values }) => values)).toMatchObject([
    { previous: 10, value: 20 },
    { previous: 30, value: 15 },
  ]);
});

test('window-change: a window that becomes final late is compared with the one before it; what was decided after it stays', () => {
  const steps = [result(1, 10, final), result(3, 9, final), result(2, 1, final)];
  expect(findings({ ...fewer, rise: 5 }, steps).causes).toEqual([2]);
});

test('window-change: keys are apart; what is no number is left out; eight windows are remembered', () => {
  const other = { ...final, key: 'user/b', group: 'b' };
  const apart = [
    result(1, 10, final),
    result(2, 1, other),
    result(2, 1, { ...final, values: { n: null } }),
    result(3, 4, final),
  ];
  expect(findings(fewer, apart).causes).toEqual([3]);
  const nine = Array.from({ length: 9 }, (_, minute) => result(minute + 1, 10, final));
  const again = [result(0, 1, final), result(1, 1, final), result(3, 1, final), result(2, 1, final)];
  expect(findings(fewer, [...nine, ...again]).causes).toEqual([3]);
});
