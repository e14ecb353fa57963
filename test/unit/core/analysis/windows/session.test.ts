import { describe, expect, it } from 'vitest';
import { count } from '../../../../../core/analysis/aggregate.ts';
import type { Window, WindowResult } from '../../../../../core/analysis/window.ts';
import { createWindowPart } from '../../../../../core/analysis/windows/window-part.ts';
import { fact, moment, type Reading } from './given.ts';

const window: Window<Reading> = { name: 'visit', kind: 'session', gapSeconds: 10, aggregates: { events: count() } };

const brief = ({ start, end, events, final, retracted }: WindowResult) =>
  `${retracted ? 'gone ' : ''}${start}–${end}: ${events}${final ? ' final' : ''}`;

function sessions() {
  const part = createWindowPart(window, { latenessMs: 60_000 });
  const state = part.initial();
  return {
    part,
    state,
    add: (time: number, at = moment()) => part.add(state, 'k', fact(time), at).map(brief),
    close: (at = moment()) => part.close(state, 'k', at).map(brief),
    pending: (at = moment()) => part.pending(state, 'k', at).map(brief),
  };
}

describe('a session', () => {
  it('takes events that are less than the gap apart', () => {
    const { add } = sessions();
    expect(add(0)).toEqual(['0–10000: 1']);
    expect(add(9_999)).toEqual(['0–19999: 2']);
    expect(add(19_999)).toEqual(['19999–29999: 1']);
  });

  it('moves its start with an earlier event, and retracts the row of the old start', () => {
    const { add } = sessions();
    add(0);
    expect(add(-5_000)).toEqual(['gone 0–10000: 1', '-5000–10000: 2']);
  });

  it('merges with another through an event between, and retracts the later one', () => {
    const { add } = sessions();
    add(0);
    add(15_000);
    expect(add(8_000)).toEqual(['gone 15000–25000: 1', '0–25000: 3']);
  });

  it('keeps retractions pending until they are out', () => {
    const { part, state, add, pending } = sessions();
    add(0, moment({ stamp: 5 }));
    add(-5_000, moment({ stamp: 6 }));
    part.prune(state, moment({ stamp: 7, published: 5 }));
    expect(pending(moment({ published: 5 }))).toEqual(['gone 0–10000: 1', '-5000–10000: 2']);
    expect(pending(moment({ published: 6 }))).toEqual([]);
    part.prune(state, moment({ stamp: 7, published: 6 }));
    expect(pending(moment({ published: 0 }))).toEqual([]);
  });

  it('is open again when an event after its end moves that end beyond the watermark', () => {
    const { part, state, add, close } = sessions();
    add(0);
    expect(part.closesAt(state)).toBe(10_000);
    expect(close(moment({ watermark: 12_000, keyWatermark: 0 }))).toEqual(['0–10000: 1 final']);
    expect(add(1_000, moment({ watermark: 12_000, keyWatermark: 0 }))).toEqual(['0–11000: 2 final']);
    expect(add(9_000, moment({ watermark: 12_000, keyWatermark: 0 }))).toEqual(['0–19000: 3']);
    expect(part.closesAt(state)).toBe(19_000);
    expect(close(moment({ watermark: 19_000, keyWatermark: 0 }))).toEqual(['0–19000: 3 final']);
  });

  it('is due where it ends, not where it would have ended', () => {
    const { part, state, add } = sessions();
    add(0);
    add(5_000);
    expect(part.closesAt(state)).toBe(15_000);
    expect(part.windowsAt(0)).toEqual([]);
  });
});
