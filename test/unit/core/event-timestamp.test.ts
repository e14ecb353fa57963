import { describe, expect, it } from 'vitest';
import { eventTimestamp } from '../../../core/event-timestamp.ts';

const DAY_MS = 86_400_000;

describe('eventTimestamp', () => {
  it('is the event time in microseconds, its last digits from the content', () => {
    const stamps = ['a', 'b'].map((content) => eventTimestamp(1_760_635_523_456, 1_760_635_523_500, content));
    expect(stamps.map((stamp) => stamp && stamp / 1000n)).toEqual([1_760_635_523_456n, 1_760_635_523_456n]);
    expect(stamps[0]).not.toBe(stamps[1]);
  });

  it('takes fractions of a millisecond, as of a time in seconds times a thousand', () => {
    expect(eventTimestamp(1.75, 2, 'a')).toBe(eventTimestamp(1, 2, 'a'));
  });

  it('is nothing for an event more than a day older than its arrival', () => {
    expect(eventTimestamp(0, DAY_MS, '')).toBeDefined();
    expect(eventTimestamp(0, DAY_MS + 1, '')).toBeUndefined();
  });
});
