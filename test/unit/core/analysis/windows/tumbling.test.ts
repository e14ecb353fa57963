import { describe, expect, it } from 'vitest';
import { avg, count, max, min, sum } from '../../../../../core/analysis/aggregate.ts';
import type { Window } from '../../../../../core/analysis/window.ts';
import { createWindowPart } from '../../../../../core/analysis/windows/window-part.ts';
import { fact, moment, type Reading } from './given.ts';

const minute: Window<Reading> = {
  name: 'minute',
  kind: 'tumbling',
  sizeSeconds: 60,
  aggregates: {
    total: sum(({ value }) => value),
    mean: avg(({ value }) => value),
    lowest: min(({ value }) => value),
    highest: max(({ value }) => value),
    events: count(),
  },
};

describe('a tumbling window', () => {
  it('gives its result with each event', () => {
    const part = createWindowPart(minute, { latenessMs: 60_000 });
    const state = part.initial();
    part.add(state, 'k', fact(60_000, 0.1), moment());
    part.add(state, 'k', fact(119_999, 0.2), moment());
    expect(part.add(state, 'k', fact(90_000, 0.3, { id: 'third' }), moment())).toEqual([
      {
        window: 'minute',
        key: 'k',
        group: '',
        start: 60_000,
        end: 120_000,
        values: { total: 0.6, mean: 0.2, lowest: 0.1, highest: 0.3, events: 3 },
        events: 3,
        final: false,
        lastEventId: 'third',
      },
    ]);
  });

  it('begins at multiples of its size before 1970 too', () => {
    const part = createWindowPart(minute, { latenessMs: 0 });
    const state = part.initial();
    expect(part.add(state, 'k', fact(-1), moment())).toMatchObject([{ start: -60_000, end: 0 }]);
    expect(part.add(state, 'k', fact(-60_000), moment())).toMatchObject([{ start: -60_000, events: 2 }]);
    expect(part.add(state, 'k', fact(-60_001), moment())).toMatchObject([{ start: -120_000, events: 1 }]);
    expect(part.windowsAt(-60_001)).toEqual([{ start: -120_000, end: -60_000 }]);
    expect(part.closesAt(state)).toBe(-60_000);
  });

  it('is final once the watermark reaches its end, once', () => {
    const part = createWindowPart(minute, { latenessMs: 0 });
    const state = part.initial();
    part.add(state, 'k', fact(0), moment());
    part.add(state, 'k', fact(60_000), moment());
    expect(part.close(state, 'k', moment({ watermark: 59_999 }))).toEqual([]);
    expect(part.close(state, 'k', moment({ watermark: 60_000 }))).toMatchObject([{ start: 0, final: true }]);
    expect(part.close(state, 'k', moment({ watermark: 61_000 }))).toEqual([]);
    expect(part.closesAt(state)).toBe(120_000);
  });

  it('is final again with an event that is accepted after it', () => {
    const part = createWindowPart(minute, { latenessMs: 0 });
    const state = part.initial();
    part.add(state, 'k', fact(0), moment());
    part.close(state, 'k', moment({ watermark: 60_000 }));
    expect(part.add(state, 'k', fact(1), moment())).toMatchObject([{ events: 2, final: true }]);
  });
});
