import { describe, expect, it } from 'vitest';
import { roundQuotient, roundRootQuotient } from '../../../../../core/analysis/aggregates/round.ts';

const TIE = 2n ** 53n + 1n;

describe('a quotient', () => {
  it('that lies in the middle goes to the even double', () => {
    expect(roundQuotient({ mantissa: TIE, exponent: 0 }, 1n)).toBe(2 ** 53);
    expect(roundQuotient({ mantissa: 3n * (TIE + 2n), exponent: -1 }, 3n)).toBe(2 ** 52 + 2);
    expect(roundQuotient({ mantissa: -TIE, exponent: 0 }, 1n)).toBe(-(2 ** 53));
  });

  it('that lies the least bit over the middle goes up', () => {
    expect(roundQuotient({ mantissa: TIE * 3n ** 50n + 1n, exponent: 0 }, 3n ** 50n)).toBe(2 ** 53 + 2);
  });

  it('keeps the bits that a subnormal has', () => {
    expect(roundQuotient({ mantissa: 1n, exponent: -1074 }, 1n)).toBe(Number.MIN_VALUE);
    expect(roundQuotient({ mantissa: 1n, exponent: -1074 }, 2n)).toBe(0);
    expect(roundQuotient({ mantissa: 3n, exponent: -1075 }, 1n)).toBe(2 * Number.MIN_VALUE);
    expect(roundQuotient({ mantissa: 2n ** 52n - 1n, exponent: -1074 }, 1n)).toBe(2 ** -1022 - Number.MIN_VALUE);
  });

  it('goes to infinity from the middle over the largest double on', () => {
    const middle = (2n ** 54n - 1n) << 970n;
    expect(roundQuotient({ mantissa: middle - 1n, exponent: 0 }, 1n)).toBe(Number.MAX_VALUE);
    expect(roundQuotient({ mantissa: middle, exponent: 0 }, 1n)).toBe(Number.POSITIVE_INFINITY);
    expect(roundQuotient({ mantissa: -middle, exponent: 0 }, 1n)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('is exact at every power of two', () => {
    for (let exponent = -1074; exponent <= 1023; exponent++) {
      expect(roundQuotient({ mantissa: 7n, exponent }, 7n)).toBe(2 ** exponent);
    }
  });
});

describe('a root', () => {
  it('that lies in the middle goes to the even double, the least bit over it up', () => {
    expect(roundRootQuotient({ mantissa: TIE ** 2n, exponent: 0 }, 1n)).toBe(2 ** 53);
    expect(roundRootQuotient({ mantissa: TIE ** 2n + 1n, exponent: 0 }, 1n)).toBe(2 ** 53 + 2);
  });

  it('takes odd exponents', () => {
    expect(roundRootQuotient({ mantissa: 2n, exponent: -5 }, 1n)).toBe(0.25);
    expect(roundRootQuotient({ mantissa: 1n, exponent: 1 }, 1n)).toBe(Math.SQRT2);
    expect(roundRootQuotient({ mantissa: 1n, exponent: -1 }, 1n)).toBe(Math.SQRT1_2);
  });
});
