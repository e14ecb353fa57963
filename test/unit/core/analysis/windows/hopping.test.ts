import { describe, expect, it } from 'vitest';
import { count, sum } from '../../../../../core/analysis/aggregate.ts';
import type { Window } from '../../../../../core/analysis/window.ts';
import { createWindowPart } from '../../../../../core/analysis/windows/window-part.ts';
import { fact, moment, type Reading } from './given.ts';

/** Five minutes, a new one each minute. */
const window: Window<Reading> = {
  name: 'total',
  kind: 'hopping',
  sizeSeconds: 300,
  hopSeconds: 60,
  aggregates: { total: sum(({ value }) => value), events: count() },
};
const MINUTE = 60_000;

describe('a window that hops', () => {
  it('counts an event in each window that covers it', () => {
    const part = createWindowPart(window, { latenessMs: 0 });
    const state = part.initial();
    part.add(state, 'k', fact(0, 500), moment());
    const results = part.add(state, 'k', fact(2 * MINUTE, 600), moment());
    expect(results.map(({ start, values }) => [start / MINUTE, values.total])).toEqual([
      [-2, 1100],
      [-1, 1100],
      [0, 1100],
      [1, 600],
      [2, 600],
    ]);
    expect(results.every(({ start, end }) => end - start === 5 * MINUTE)).toBe(true);
    expect(part.windowsAt(2 * MINUTE)).toEqual(results.map(({ start, end }) => ({ start, end })));
  });

  it('names the event that was applied last, whatever its time', () => {
    const part = createWindowPart(window, { latenessMs: 0 });
    const state = part.initial();
    part.add(state, 'k', fact(3 * MINUTE, 1, { id: 'early' }), moment());
    const results = part.add(state, 'k', fact(MINUTE, 1, { id: 'late' }), moment());
    expect(results.map(({ lastEventId }) => lastEventId)).toEqual(['late', 'late', 'late', 'late', 'late']);
  });

  it('becomes final window by window, in order of the ends', () => {
    const part = createWindowPart(window, { latenessMs: 0 });
    const state = part.initial();
    part.add(state, 'k', fact(0), moment());
    expect(part.closesAt(state)).toBe(MINUTE);
    const closed = part.close(state, 'k', moment({ watermark: 3 * MINUTE }));
    expect(closed.map(({ end, final }) => [end / MINUTE, final])).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ]);
    expect(part.closesAt(state)).toBe(4 * MINUTE);
  });

  it('keeps a pane as long as a window needs it', () => {
    const part = createWindowPart(window, { latenessMs: 0 });
    const state = part.initial();
    part.add(state, 'k', fact(0, 500), moment());
    const passed = moment({ stamp: 2, published: 2, keyWatermark: 4 * MINUTE });
    part.close(state, 'k', passed);
    part.prune(state, passed);
    expect(part.add(state, 'k', fact(4 * MINUTE, 600), passed)[0]).toMatchObject({ start: 0, values: { total: 1100 } });
    const over = moment({ stamp: 3, published: 3, keyWatermark: 5 * MINUTE });
    part.close(state, 'k', over);
    part.prune(state, over);
    expect(part.add(state, 'k', fact(5 * MINUTE, 1), over)[0]).toMatchObject({ start: MINUTE, values: { total: 601 } });
  });
});
