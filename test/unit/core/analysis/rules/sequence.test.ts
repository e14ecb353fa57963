import { expect, test } from 'vitest';
import type { SequenceRule } from '../../../../../core/analysis/rule.ts';
import { type Happening, RuleDriver } from '../../../../support/analysis/rule-driver.ts';

const step = (name: string) => ({ name, where: ({ type }: Happening) => type === name });

const abc: SequenceRule<Happening> = {
  kind: 'sequence',
  name: 'abc',
  steps: [step('a'), step('b'), step('c')],
  withinSeconds: 600,
  message: (events) => events.map(({ id }) => id).join(' then '),
};
const ab: SequenceRule<Happening> = { ...abc, name: 'ab', steps: [step('a'), step('b')] };

let ids = 0;
const happen = (type: string, at: number, id = `${type}${++ids}`): Happening => ({ id, at, type });

test('the last event is decided when the watermark is beyond it, not before', () => {
  const driver = new RuleDriver(abc).given(happen('a', 1, 'a'), happen('b', 2, 'b'), happen('c', 3, 'c'));
  expect(driver.findings).toEqual([]);
  expect(driver.due).toEqual({ watermark: 3001 });
  driver.given(happen('x', 4));
  expect(driver.findings).toEqual([
    { cause: 'c', at: 3000, message: 'a then b then c', values: {}, events: ['a', 'b', 'c'] },
  ]);
  expect(driver.due).toBeUndefined();
});

test('a sweep decides what the key has no later event for, and the next event does not decide it again', () => {
  const driver = new RuleDriver(abc, { latenessSeconds: 10 }).given(
    happen('a', 1),
    happen('b', 2),
    happen('c', 3, 'c'),
  );
  expect(driver.sweep(13).causes).toEqual([]);
  expect(driver.sweep(14).causes).toEqual(['c']);
  expect(driver.sweep(15).given(happen('x', 100)).causes).toEqual(['c']);
});

test('what a device that was off the net sends after a sweep is still joined to what it sent before', () => {
  const late = (rule: SequenceRule<Happening>) =>
    new RuleDriver(rule, { latenessSeconds: 5 }).given(happen('a', 1, 'a'), happen('c', 3, 'c1')).sweep(5000);
  const found = late(abc).given(happen('b', 2, 'b'), happen('c', 4, 'c2'), happen('x', 400)).findings;
  expect(found.map(({ events }) => events)).toEqual([['a', 'b', 'c2']]);
  expect(late({ ...ab, succession: 'strict' }).given(happen('b', 2, 'b'), happen('x', 400)).causes).toEqual(['b']);
});

test('relaxed: other events may lie between; strict: none may', () => {
  const events = [happen('a', 1), happen('x', 2), happen('b', 3), happen('c', 4, 'c'), happen('x', 9)];
  expect(new RuleDriver(abc).given(...events).causes).toEqual(['c']);
  expect(new RuleDriver({ ...abc, succession: 'strict' }).given(...events).causes).toEqual([]);
  const close = events.filter(({ at }) => at !== 2);
  expect(new RuleDriver({ ...abc, succession: 'strict' }).given(...close).causes).toEqual(['c']);
});

test('the steps have to be in order of event time; of equal times, of id', () => {
  expect(new RuleDriver(ab).given(happen('b', 1), happen('a', 2), happen('x', 9)).causes).toEqual([]);
  expect(new RuleDriver(ab).given(happen('a', 1, 'n1'), happen('b', 1, 'n2'), happen('x', 9)).causes).toEqual(['n2']);
  expect(new RuleDriver(ab).given(happen('a', 1, 'n2'), happen('b', 1, 'n1'), happen('x', 9)).causes).toEqual([]);
});

test('from the first to the last at most so many seconds', () => {
  const within = (last: number) =>
    new RuleDriver(abc).given(happen('a', 0), happen('b', 300), happen('c', last, 'c'), happen('x', last + 1)).causes;
  expect(within(600)).toEqual(['c']);
  expect(within(600.001)).toEqual([]);
});

test('of several candidates for a step it is the latest before the next step', () => {
  const driver = new RuleDriver(abc).given(
    happen('a', 1, 'a1'),
    happen('a', 2, 'a2'),
    happen('b', 3, 'b1'),
    happen('a', 4, 'a3'),
    happen('c', 5, 'c'),
    happen('x', 9),
  );
  expect(driver.findings[0]?.events).toEqual(['a2', 'b1', 'c']);
});

test('each last event is looked at once, and the same first events may serve several', () => {
  const driver = new RuleDriver(ab).given(happen('a', 1), happen('b', 2, 'b1'), happen('b', 3, 'b2'), happen('x', 9));
  expect(driver.causes).toEqual(['b1', 'b2']);
});

test('an event may match several steps, but stands for one of them', () => {
  const twice = { ...ab, steps: [step('a'), { name: 'again', where: ({ type }: Happening) => type === 'a' }] as const };
  expect(new RuleDriver(twice).given(happen('a', 1, 'a1'), happen('x', 9)).causes).toEqual([]);
  const driver = new RuleDriver(twice).given(happen('a', 1, 'a1'), happen('a', 2, 'a2'), happen('x', 9));
  expect(driver.findings.map(({ events }) => events)).toEqual([['a1', 'a2']]);
});

const unpaid: SequenceRule<Happening> = {
  ...abc,
  name: 'unpaid',
  steps: [step('order')],
  notFollowedBy: { where: ({ type }) => type === 'payment', withinSeconds: 60 },
};

test('not followed by: raised when the time is over', () => {
  const driver = new RuleDriver(unpaid).given(happen('order', 10, 'o'), happen('x', 70));
  expect(driver.causes).toEqual([]);
  expect(driver.due).toEqual({ watermark: 70_001 });
  expect(driver.given(happen('x', 70.001)).causes).toEqual(['o']);
  expect(driver.sweep(1000).causes).toEqual(['o']);
});

test('not followed by: called off by what comes within the time, its end included, before or after the steps are decided', () => {
  const paid = (at: number) =>
    new RuleDriver(unpaid, { latenessSeconds: 5 }).given(
      happen('order', 10, 'o'),
      happen('payment', at),
      happen('x', 1000),
    ).causes;
  expect(paid(11)).toEqual([]);
  expect(paid(70)).toEqual([]);
  expect(paid(70.001)).toEqual(['o']);
  expect(paid(9)).toEqual(['o']);
});

test('not followed by: at the same time, the id says what follows', () => {
  const driver = (payment: string) =>
    new RuleDriver(unpaid).given(happen('order', 10, 'm'), happen('payment', 10, payment), happen('x', 1000));
  expect(driver('n').causes).toEqual([]);
  expect(driver('l').causes).toEqual(['m']);
});

test('eager: raised with the event that completes it, whichever that is', () => {
  const eager = { ...abc, eager: true };
  const driver = new RuleDriver(eager, { latenessSeconds: 60 });
  expect(driver.given(happen('a', 1, 'a'), happen('c', 3, 'c')).causes).toEqual([]);
  expect(driver.given(happen('b', 2, 'b')).findings.map(({ events }) => events)).toEqual([['a', 'b', 'c']]);
  expect(driver.given(happen('x', 500)).sweep(1000).causes).toEqual(['c']);
  expect(driver.due).toBeUndefined();
});

test('cool-down drops in order of time, whatever the order of arrival', () => {
  const cooled = { ...ab, cooldownSeconds: 60 };
  const events = [happen('a', 1), happen('b', 2, 'b2'), happen('b', 40, 'b40'), happen('b', 62, 'b62')];
  const after = happen('x', 500);
  expect(new RuleDriver(cooled, { latenessSeconds: 100 }).given(...events, after).causes).toEqual(['b2', 'b62']);
  expect(new RuleDriver(cooled, { latenessSeconds: 100 }).given(...events.toReversed(), after).causes).toEqual([
    'b2',
    'b62',
  ]);
});

test('a step that throws fails the event and leaves the state alone; a message that throws does not lose the alert', () => {
  const throwing = (name: string): SequenceRule<Happening> => ({
    ...ab,
    steps: [step('a'), { name: 'b', where: ({ type }) => (type === name ? oops() : type === 'b') }],
    message: oops,
    values: oops,
  });
  const driver = new RuleDriver(throwing('bad')).given(happen('a', 1));
  const before = driver.stateBytes;
  expect(() => driver.given(happen('bad', 2))).toThrow('oops');
  expect(driver.stateBytes).toBe(before);
  driver.given(happen('b', 3), happen('x', 9));
  expect(driver.findings).toMatchObject([{ message: 'message threw Error: oops', values: {} }]);
});

test('values and message see the events as JSON gives them back, and an event that it cannot take fails', () => {
  const typed: SequenceRule<Happening> = { ...ab, message: ([first]) => typeof Object(first).extra };
  const dated = new RuleDriver(typed);
  dated.given(Object.assign(happen('a', 1), { extra: new Date(0) }), happen('b', 2), happen('x', 9));
  expect(dated.findings[0]?.message).toBe('string');
  expect(() => dated.given(Object.assign(happen('a', 20), { extra: 1n }))).toThrow(TypeError);
});

test('the state stays bounded: old events go, but not those that a later one may be joined to', () => {
  const driver = new RuleDriver({ ...abc, withinSeconds: 86_400 }, { latenessSeconds: 60 });
  for (let second = 0; second < 2000; second += 1) driver.given(happen('a', second, `a${second}`));
  driver.given(happen('b', 2000, 'b'), happen('c', 2001, 'c'), happen('x', 5000));
  expect(driver.findings.map(({ events }) => events)).toEqual([['a1999', 'b', 'c']]);
  expect(driver.stateBytes).toBeLessThan(500);
});

test('of more than 256 events held back, the older half is decided before its time', () => {
  const driver = new RuleDriver(ab, { latenessSeconds: 86_400 }).given(happen('a', 0, 'a'), happen('b', 1, 'b'));
  for (let second = 2; second <= 256; second += 1) driver.given(happen('a', second));
  expect(driver.causes).toEqual(['b']);
  for (let second = 257; second < 700; second += 1) driver.given(happen('a', second));
  expect(driver.stateBytes).toBeLessThan(256 * 100);
});

test('or of more than 16 KB: large events must not fill the item', () => {
  const driver = new RuleDriver(ab, { latenessSeconds: 86_400 });
  const large = (type: string, at: number) =>
    Object.assign(happen(type, at, `${type}${at}`), { text: 'x'.repeat(2000) });
  driver.given(large('a', 0), large('b', 1));
  for (let second = 2; second <= 7; second += 1) driver.given(large('a', second));
  expect(driver.causes).toEqual([]);
  expect(driver.given(large('a', 8)).causes).toEqual(['b1']);
  for (let second = 9; second < 100; second += 1) driver.given(large('a', second));
  expect(driver.stateBytes).toBeLessThan(20_000);
});

test('of more than 100 alerts that wait, the oldest is dropped', () => {
  const driver = new RuleDriver({ ...unpaid, notFollowedBy: { where: () => false, withinSeconds: 86_400 } });
  for (let second = 0; second <= 101; second += 1) driver.given(happen('order', second, `o${second}`));
  driver.sweep(200_000);
  expect(driver.causes).toHaveLength(101);
  expect(driver.causes).not.toContain('o0');
});

function oops(): never {
  throw new Error('oops');
}
