import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../core/producer/random.ts';

const draw = (...parts: readonly (string | number)[]) => {
  const random = createRandom(...parts);
  return [random.hex(24), random.integer(0, 1_000_000), random.uniform(0, 1)];
};

describe('createRandom', () => {
  it('draws the same from the same parts, for ever', () => {
    expect(draw('plan', 42, 0)).toEqual(draw('plan', 42, 0));
    expect(createRandom('sensors', 42).hex(24)).toBe('7b4d97b0cf871abe7e8d13a3');
  });

  it.each([[['plan', 42, 1]], [['plan', 43, 0]], [['pla', 'n42', 0]], [['plan', '42', 0]]])(
    'draws other numbers from %j',
    (parts) => {
      expect(draw(...parts)).not.toEqual(draw('plan', 42, 0));
    },
  );

  it('keeps to the ranges', () => {
    const random = createRandom('ranges');
    for (let i = 0; i < 1000; i += 1) {
      const [whole, real] = [random.integer(-2, 2), random.uniform(-1, 1)];
      expect(Number.isInteger(whole) && whole >= -2 && whole <= 2).toBe(true);
      expect(real >= -1 && real < 1).toBe(true);
      expect(random.hex(5)).toMatch(/^[0-9a-f]{5}$/);
    }
    expect(random.chance(0)).toBe(false);
    expect(random.chance(1)).toBe(true);
    expect(random.hex(0)).toBe('');
  });

  it('draws every number of a range about as often', () => {
    const random = createRandom('fair');
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i += 1) {
      const drawn = random.integer(0, 9);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(800);
  });

  it('picks from what there is', () => {
    const random = createRandom('pick');
    expect(new Set(Array.from({ length: 50 }, () => random.pick(['a', 'b'])))).toEqual(new Set(['a', 'b']));
    expect(() => random.pick([])).toThrow(RangeError);
  });
});
