import { describe, expect, it } from 'vitest';
import {
  giveUp,
  MOST_GAPS,
  nothingRead,
  parseNumbersRead,
  readAbove,
  readWithin,
  writeNumbersRead,
} from '../../../../core/pull/numbers-read.ts';

const lowest = -(2n ** 63n);

describe('the numbers read of a growing column', () => {
  it('keep what was left out below the highest, and below the first', () => {
    expect(readAbove(nothingRead, [3n, 4n, 7n], 1_000)).toEqual({
      highest: 7n,
      gaps: [
        { from: lowest, to: 2n, since: 1_000 },
        { from: 5n, to: 6n, since: 1_000 },
      ],
    });
  });

  it('go on from the highest', () => {
    const first = readAbove(nothingRead, [1n], 1_000);
    expect(readAbove(first, [3n], 2_000).gaps.at(-1)).toEqual({ from: 2n, to: 2n, since: 2_000 });
    expect(readAbove(first, [2n], 2_000).gaps).toEqual(first.gaps);
    expect(readAbove(first, [], 2_000)).toEqual(first);
  });

  it('lose what came to light, and keep the age of the rest', () => {
    const read = {
      highest: 20n,
      gaps: [
        { from: 2n, to: 6n, since: 1 },
        { from: 9n, to: 9n, since: 2 },
      ],
    };
    expect(readWithin(read, [2n, 4n, 9n]).gaps).toEqual([
      { from: 3n, to: 3n, since: 1 },
      { from: 5n, to: 6n, since: 1 },
    ]);
  });

  it('give up what is too old, and the oldest of too many', () => {
    const old = { from: 1n, to: 1n, since: 0 };
    const young = { from: 3n, to: 3n, since: 600 };
    expect(giveUp({ highest: 9n, gaps: [old, young] }, 1_000, 1_000)).toEqual({
      read: { highest: 9n, gaps: [young] },
      early: 0,
    });
    const many = Array.from({ length: MOST_GAPS + 2 }, (_, n) => ({
      from: BigInt(n * 2),
      to: BigInt(n * 2),
      since: n,
    }));
    const { read, early } = giveUp({ highest: 9_999n, gaps: many }, 1_000, 10_000);
    expect([early, read.gaps.length, read.gaps[0]?.since]).toEqual([2, MOST_GAPS, 2]);
  });

  it('are text and back, whatever their size', () => {
    const read = readAbove(nothingRead, [2n ** 62n], 5);
    expect(parseNumbersRead(writeNumbersRead(read))).toEqual(read);
    expect(parseNumbersRead(writeNumbersRead(nothingRead))).toEqual(nothingRead);
  });
});
