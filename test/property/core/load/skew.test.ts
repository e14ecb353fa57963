import fc from 'fast-check';
import { expect, test } from 'vitest';
import { skewOf } from '../../../../core/load/skew.ts';

const utilization = fc.double({ min: 0, max: 2, noNaN: true }).map((share) => Math.round(share * 1e6) / 1e6);
/** Two shards and more, some of them under load. */
const loads = fc
  .array(utilization, { minLength: 2, maxLength: 50 })
  .filter((shares) => shares.some((share) => share > 0));
const skew = (shares: readonly number[]): number =>
  skewOf(shares.map((share) => ({ utilization: share }))) ?? Number.NaN;

test('skew lies between even and all on one shard', () => {
  fc.assert(
    fc.property(loads, (shares) => {
      expect(skew(shares)).toBeGreaterThanOrEqual(1 - 1e-9);
      expect(skew(shares)).toBeLessThanOrEqual(shares.length + 1e-9);
    }),
  );
});

test('it is about how load lies, not how much there is, nor in which order', () => {
  fc.assert(
    fc.property(loads, fc.integer({ min: 1, max: 1000 }), (shares, times) => {
      expect(skew(shares.map((share) => share * times))).toBeCloseTo(skew(shares), 6);
      expect(skew(shares.toReversed())).toBeCloseTo(skew(shares), 6);
    }),
  );
});

test('even load has a skew of 1, load on one shard that of their number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 500 }), fc.double({ min: 0.001, max: 1, noNaN: true }), (shards, share) => {
      expect(skew(new Array(shards).fill(share))).toBeCloseTo(1, 6);
      expect(skew([share, ...new Array(shards - 1).fill(0)])).toBeCloseTo(shards, 6);
    }),
  );
});

test('an idle shard more makes it less even, as it takes nothing off the others', () => {
  fc.assert(
    fc.property(loads, (shares) => {
      expect(skew([...shares, 0])).toBeGreaterThan(skew(shares));
    }),
  );
});
