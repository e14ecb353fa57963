import { describe, expect, it } from 'vitest';
import { MAX_IDS, readEventIds } from '../../../../../core/analysis/fold/event-ids.ts';

const always = Number.NEGATIVE_INFINITY;

describe('event ids', () => {
  it('come back from the state as they went', () => {
    const ids = readEventIds();
    const times = [0, -1, 1_795_348_800_123, -62_135_596_800_000, 99_999_999_999_999];
    for (const time of times) ids.add(`at ${time}`, time, always);
    const again = readEventIds(ids.encode(always));
    for (const time of times) {
      expect(again.has(`at ${time}`, time)).toBe(true);
      expect(again.has(`at ${time}`, time + 1)).toBe(false);
    }
    expect(again.has('another', always)).toBe(false);
  });

  it('take 20 bytes of the state each', () => {
    const ids = readEventIds();
    for (let id = 0; id < 100; id += 1) ids.add(`${id}`, id, always);
    expect(ids.encode(always)).toHaveLength(2000);
  });

  it('are forgotten before the horizon', () => {
    const ids = readEventIds();
    ids.add('old', 10, always);
    ids.add('new', 20, always);
    expect(readEventIds(ids.encode(20)).has('old', always)).toBe(false);
    expect(readEventIds(ids.encode(20)).has('new', 20)).toBe(true);
    expect(ids.encode(21)).toBeUndefined();
  });

  it('lose the oldest where there is no room, and count it', () => {
    const ids = readEventIds();
    for (let id = 0; id < MAX_IDS; id += 1) ids.add(`${id}`, 1000 + id, always);
    expect(ids.overflowed).toBe(0);
    ids.add('older than all', 999, always);
    expect(ids.has('older than all', always)).toBe(false);
    ids.add('newer than all', 9999, always);
    expect([ids.has('newer than all', always), ids.has('0', always), ids.has('1', always)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(ids.overflowed).toBe(2);
  });

  it('make room of what lies before the horizon first', () => {
    const ids = readEventIds();
    for (let id = 0; id < MAX_IDS; id += 1) ids.add(`${id}`, id, always);
    ids.add('new', 5000, 500);
    expect(ids.overflowed).toBe(0);
    expect(ids.has('500', 500)).toBe(true);
  });
});
