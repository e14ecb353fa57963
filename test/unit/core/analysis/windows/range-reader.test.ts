import { describe, expect, it } from 'vitest';
import { createRangeReader } from '../../../../../core/analysis/windows/range-reader.ts';

describe('runs of neighbours', () => {
  it.each([1, 2, 5, 7])('of %i are what merging one after the other gives, before 0 too and with gaps', (count) => {
    const at = (index: number) => (index % 3 === 0 ? undefined : `${index} `);
    const read = createRangeReader(at, count, (left, right) => left + right);
    for (let from = -20; from <= 20; from++) {
      const run = Array.from({ length: count }, (_, index) => at(from + index) ?? '').join('');
      expect(read(from) ?? '').toBe(run);
    }
  });

  it('takes about three merges a run', () => {
    let merges = 0;
    const read = createRangeReader(
      (index) => index,
      100,
      (left, right) => {
        merges += 1;
        return left + right;
      },
    );
    for (let from = 0; from < 100; from++) read(from);
    expect(merges).toBeLessThan(300);
  });
});
