import { describe, expect, it } from 'vitest';
import { bucketOf } from '../../../core/keys.ts';

describe('bucketOf', () => {
  it.each([
    ['', 8, 3],
    ['sensor-1', 8, 5],
    ['sensor-23', 8, 5],
    ['ñandú', 1000, 996],
  ])('gives %j of %d the bucket that rows lie in', (key, buckets, bucket) => {
    expect(bucketOf(key, buckets)).toBe(bucket);
  });

  it('fills buckets evenly with keys that are much alike', () => {
    const counts = new Array<number>(8).fill(0);
    for (let i = 1; i <= 8000; i += 1) {
      const bucket = bucketOf(`sensor-${i}`, 8);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(900);
    expect(Math.max(...counts)).toBeLessThan(1100);
  });
});
