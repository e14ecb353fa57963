import { describe, expect, it } from 'vitest';
import { count, last, percentile } from '../../../../../core/analysis/aggregate.ts';
import type { Window } from '../../../../../core/analysis/window.ts';
import { createWindowPart } from '../../../../../core/analysis/windows/window-part.ts';
import { fact, moment, type Reading } from './given.ts';

const minute = {
  name: 'minute',
  kind: 'tumbling',
  sizeSeconds: 60,
  aggregates: { events: count() },
} as const satisfies Window<Reading>;
const grouped: Window<Reading> = { ...minute, groupBy: ({ group }) => group ?? 'none' };
const MINUTE = 60_000;

describe('what counts', () => {
  it('is left to `where`', () => {
    const part = createWindowPart<Reading>({ ...minute, where: ({ value }) => value > 0 }, { latenessMs: 0 });
    const state = part.initial();
    expect(part.groupOf({ value: 0 })).toBeUndefined();
    expect(part.groupOf({ value: 1 })).toBe('');
    expect(part.add(state, 'k', fact(0, 0), moment())).toEqual([]);
    expect(state).toEqual(part.initial());
  });

  it('is told apart by group within a key, and by group alone in a stream', () => {
    const [key, stream] = [grouped, { ...grouped, scope: 'stream' as const }].map((window) => {
      const part = createWindowPart(window, { latenessMs: 0 });
      return part.add(part.initial(), 'k', fact(0, 1, { group: '__proto__' }), moment());
    });
    expect(key).toMatchObject([{ key: 'k/__proto__', group: '__proto__', events: 1 }]);
    expect(stream).toMatchObject([{ key: '__proto__', group: '__proto__', events: 1 }]);
  });

  it('has a key of its own for each partition key and group', () => {
    const part = createWindowPart(grouped, { latenessMs: 0 });
    const keyOf = (key: string, group: string) =>
      part.add(part.initial(), key, fact(0, 1, { group }), moment()).map((result) => result.key);
    expect(keyOf('a/b', 'c')).toEqual(['a%2Fb/c']);
    expect(keyOf('a', 'b/c')).toEqual(['a/b/c']);
    expect(keyOf('a%2Fb', 'c')).toEqual(['a%252Fb/c']);
    const plain = createWindowPart<Reading>(minute, { latenessMs: 0 });
    expect(plain.add(plain.initial(), 'a/b', fact(0), moment())).toMatchObject([{ key: 'a/b' }]);
  });

  it('keeps groups in one state, each with windows of its own', () => {
    const part = createWindowPart(grouped, { latenessMs: 0 });
    const state = part.initial();
    part.add(state, 'k', fact(0, 1, { group: 'b' }), moment());
    part.add(state, 'k', fact(0, 1, { group: 'a' }), moment());
    part.add(state, 'k', fact(0, 1, { group: 'b' }), moment());
    expect(part.close(state, 'k', moment({ watermark: MINUTE })).map(({ key, events }) => [key, events])).toEqual([
      ['k/a', 1],
      ['k/b', 2],
    ]);
  });

  it('changes nothing when a function of the author throws', () => {
    const failing = () => {
      throw new Error('no');
    };
    const part = createWindowPart<Reading>(
      { ...minute, aggregates: { events: count(), latest: last(failing) } },
      { latenessMs: 0 },
    );
    const state = part.initial();
    expect(() => part.add(state, 'k', fact(0), moment())).toThrow('no');
    expect(state).toEqual(part.initial());
    expect(() =>
      createWindowPart<Reading>({ ...minute, groupBy: failing }, { latenessMs: 0 }).groupOf({ value: 1 }),
    ).toThrow('no');
  });
});

describe('what is pending', () => {
  it('is what was added or closed after what is out', () => {
    const part = createWindowPart(minute, { latenessMs: 0 });
    const state = part.initial();
    const pending = (published: number) => part.pending(state, 'k', moment({ published })).map(({ start }) => start);
    part.add(state, 'k', fact(0), moment({ stamp: 1 }));
    part.add(state, 'k', fact(MINUTE), moment({ stamp: 2 }));
    part.add(state, 'k', fact(2 * MINUTE), moment({ stamp: 3 }));
    expect(pending(1)).toEqual([MINUTE, 2 * MINUTE]);
    part.prune(state, moment({ stamp: 3, published: 3 }));
    expect(pending(3)).toEqual([]);
    expect(pending(0)).toEqual([]);
    part.close(state, 'k', moment({ stamp: 4, published: 3, watermark: MINUTE }));
    part.close(state, 'k', moment({ stamp: 5, published: 4, watermark: 2 * MINUTE }));
    expect(pending(4)).toEqual([MINUTE]);
    expect(pending(5)).toEqual([]);
  });

  it('is what was closed since, even if what is out always lags behind', () => {
    const part = createWindowPart(minute, { latenessMs: 0 });
    const state = part.initial();
    for (let number = 1; number <= 20; number++) {
      const at = moment({ stamp: number, published: number - 2, keyWatermark: number * MINUTE });
      part.add(state, 'k', fact(number * MINUTE), at);
      part.close(state, 'k', at);
      part.prune(state, at);
    }
    const pending = part.pending(state, 'k', moment({ published: 18 }));
    expect(pending.map(({ start, final }) => [start / MINUTE, final])).toEqual([
      [18, true],
      [19, true],
      [20, false],
    ]);
    expect(JSON.stringify(state).length).toBeLessThan(300);
  });

  it('takes one note a version, however often that closes', () => {
    const part = createWindowPart(minute, { latenessMs: 0 });
    const state = part.initial();
    for (let number = 0; number < 3; number++) part.add(state, 'k', fact(number * MINUTE), moment());
    for (let number = 1; number <= 3; number++)
      part.close(state, 'k', moment({ stamp: 7, watermark: number * MINUTE }));
    expect(state).toMatchObject({ q: [[7, null]] });
    expect(part.pending(state, 'k', moment({ published: 6 }))).toHaveLength(3);
    expect(part.pending(state, 'k', moment({ published: 7 }))).toHaveLength(0);
  });

  it('stays what it was when it was asked for, though its values are worked out later', () => {
    const part = createWindowPart(minute, { latenessMs: 0 });
    const state = part.initial();
    part.add(state, 'k', fact(0), moment());
    const [before] = part.pending(state, 'k', moment());
    part.add(state, 'k', fact(1), moment());
    expect(before).toMatchObject({ events: 1, values: { events: 1 } });
    expect(JSON.parse(JSON.stringify(before)).values).toEqual({ events: 1 });
  });

  it('is never forgotten, and neither is what is not final yet', () => {
    const part = createWindowPart(minute, { latenessMs: 0 });
    const state = part.initial();
    part.add(state, 'k', fact(0), moment({ stamp: 1 }));
    part.prune(state, moment({ stamp: 2, published: 2, keyWatermark: MINUTE }));
    expect(part.close(state, 'k', moment({ stamp: 2, keyWatermark: MINUTE }))).toHaveLength(1);
    part.prune(state, moment({ stamp: 2, published: 1, keyWatermark: MINUTE }));
    expect(part.pending(state, 'k', moment({ published: 1 }))).toHaveLength(1);
    part.prune(state, moment({ stamp: 2, published: 2, keyWatermark: MINUTE }));
    expect(state).toMatchObject({ g: {} });
  });
});

describe('a window of a stream', () => {
  const part = createWindowPart({ ...grouped, scope: 'stream' as const }, { latenessMs: 5 * MINUTE });
  const grace = 15 * MINUTE;

  it('takes events for its lateness and ten sizes after it is final, and says then that it is forgotten', () => {
    const state = part.initial();
    part.add(state, 'g', fact(0), moment());
    expect(part.isForgotten(state, 0)).toBe(false);
    part.add(state, 'g', fact(grace), moment());
    part.close(state, 'g', moment({ stamp: 1, watermark: grace + MINUTE - 1 }));
    expect(part.isForgotten(state, 0)).toBe(false);
    part.add(state, 'g', fact(grace + MINUTE), moment());
    const over = moment({ stamp: 2, published: 2, watermark: grace + 2 * MINUTE });
    part.close(state, 'g', over);
    expect(part.isForgotten(state, MINUTE - 1)).toBe(true);
    expect(part.isForgotten(state, 2 * MINUTE)).toBe(false);
    part.prune(state, over);
    expect(state).toMatchObject({ g: { ':none': { 15: { n: 1 }, 16: { n: 1 } } } });
    expect(state).not.toHaveProperty(['g', ':none', '0']);
  });
});

describe('the definition', () => {
  const definition = (window: Window<Reading>) =>
    JSON.stringify(createWindowPart(window, { latenessMs: 0 }).definition);
  const base = definition(minute);

  it('does not depend on name, functions, table or the order of the aggregates', () => {
    const [a, b] = [count<Reading>(), percentile<Reading>(95, ({ value }) => value)];
    expect(definition({ ...minute, name: 'other' })).toBe(base);
    expect(definition({ ...minute, aggregates: { a, b } })).toBe(definition({ ...minute, aggregates: { b, a } }));
    expect(definition({ ...minute, where: () => true })).toBe(definition({ ...minute, where: () => false }));
  });

  it.each<[string, Partial<Window<Reading>>]>([
    ['the size', { sizeSeconds: 61 }],
    ['the version', { version: 2 }],
    ['the scope', { scope: 'stream' }],
    ['whether there is a filter', { where: () => true }],
    ['whether there are groups', { groupBy: () => '' }],
    ['an aggregate more', { aggregates: { events: count(), others: count() } }],
    ['the name of an aggregate', { aggregates: { others: count() } }],
    ['what is counted', { aggregates: { events: count(() => 1) } }],
    ['the kind of an aggregate', { aggregates: { events: last(() => 1) } }],
  ])('depends on %s', (_, change) => {
    expect(definition({ ...minute, ...change } as Window<Reading>)).not.toBe(base);
  });

  it('depends on the percent of a percentile', () => {
    const of = (percent: number) => definition({ ...minute, aggregates: { p: percentile(percent, () => 1) } });
    expect(of(95)).not.toBe(of(99));
  });
});
