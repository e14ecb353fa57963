import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../../core/did-you-mean.ts';

describe('nearest', () => {
  const known = ['sensors', 'observatory', 'payments', 'users', 'posts', 'logs'];

  it.each([
    ['sensor', 'sensors'],
    ['snesors', 'sensors'],
    ['Sensors', 'sensors'],
    ['PAYMENT', 'payments'],
    ['observtory', 'observatory'],
    ['lgos', 'logs'],
    ['pots', 'posts'],
  ])('takes %s for %s', (typed, meant) => {
    expect(nearest(typed, known)).toBe(meant);
    expect(didYouMean(typed, known)).toBe(` Did you mean "${meant}"?`);
  });

  it.each(['', 'x', 'kafka', 'greenhouse', 'sensors-and-others'])('takes "%s" for none of them', (typed) => {
    expect(nearest(typed, known)).toBeUndefined();
    expect(didYouMean(typed, known)).toBe('');
  });

  it('takes nothing where there is nothing', () => {
    expect(nearest('sensors', [])).toBeUndefined();
  });
});
