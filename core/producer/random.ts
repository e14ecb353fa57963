import { createHash } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { Random } from './generator.ts';

/**
 * Random numbers that the parts fix: the same parts, the same numbers, on every machine. The generator is seeded with
 * 128 bits of the SHA-256 of the parts, so that parts which differ at all give streams that have nothing in common.
 * Not for secrets.
 */
export function createRandom(...parts: readonly (string | number)[]): Random {
  const seed = createHash('sha256').update(JSON.stringify(parts)).digest();
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => seed.readInt32BE(offset)));
  const unit = () => ((generator.next() >>> 5) * 2 ** 26 + (generator.next() >>> 6)) / 2 ** 53;
  const integer = (low: number, high: number) => uniformInt(generator, low, high);
  return {
    uniform: (low, high) => low + (high - low) * unit(),
    integer,
    chance: (probability) => unit() < probability,
    pick(items) {
      if (items.length === 0) throw new RangeError('There is nothing to pick from an empty list');
      return items[integer(0, items.length - 1)] as (typeof items)[number];
    },
    hex(digits) {
      let text = '';
      while (text.length < digits) text += (generator.next() >>> 0).toString(16).padStart(8, '0');
      return text.slice(0, digits);
    },
  };
}
