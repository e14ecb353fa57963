import { describe, expect, it } from 'vitest';
import { missedBetween, missedSince, missedText } from '../../../../core/pull/missed-runs.ts';

const at = (text: string) => Date.parse(text);
const last = at('2026-11-19T17:00:00Z');

describe('between two runs', () => {
  it('none is missed where they are an interval apart, give or take the seconds that a rule takes', () => {
    for (const next of ['17:00:31', '17:01:00', '17:01:29']) {
      expect(missedBetween(last, at(`2026-11-19T${next}Z`), 1)).toBeUndefined();
    }
  });

  it('each interval that passed without one is told of, from when to when', () => {
    expect(missedBetween(last, at('2026-11-19T17:20:10Z'), 5)).toEqual({
      runs: 3,
      from: '2026-11-19T17:05:00.000Z',
      to: '2026-11-19T17:15:00.000Z',
    });
  });

  it('three days off at a run a minute are one line', () => {
    const missed = missedBetween(last, at('2026-11-22T17:00:00Z'), 1);
    expect(missed && missedText(missed)).toBe('4319 runs missed, from 2026-11-19T17:01:00Z to 2026-11-22T16:59:00Z');
  });

  it('a clock that was set back misses none', () => {
    expect(missedBetween(last, last - 3_600_000, 1)).toBeUndefined();
  });
});

describe('since the last run', () => {
  it('none is missed before the next is due and had its time to begin', () => {
    expect(missedSince(last, at('2026-11-19T17:02:00Z'), 1)).toBeUndefined();
    expect(missedSince(last, at('2026-11-20T17:01:00Z'), 1_440)).toBeUndefined();
  });

  it('one that should have begun is missed', () => {
    const missed = missedSince(last, at('2026-11-20T17:02:00Z'), 1_440);
    expect(missed && missedText(missed)).toBe('1 run missed, at 2026-11-20T17:00:00Z');
  });
});
