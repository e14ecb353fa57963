import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInstant } from '../../../core/formats.ts';
import { instant, lowerCase, number, trimmed } from '../../../core/normalise.ts';

const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.anything());

describe('normalisers', () => {
  it.each([
    ['trimmed', trimmed],
    ['lowerCase', lowerCase],
    ['number', number],
    ['instant', instant],
  ])('%s changes nothing the second time, and never throws', (_, normalise) => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(normalise(normalise(value))).toEqual(normalise(value));
      }),
    );
  });

  it('number reads what JavaScript writes', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(finite, (value) => {
        expect(number(String(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('number makes finite numbers of text or leaves it', () => {
    const likely = fc.stringMatching(/^[-+]?[0-9._xe]{1,12}$/);
    fc.assert(
      fc.property(likely, (text) => {
        const result = number(text);
        expect(result === text || (Number.isFinite(result) && result === Number(text))).toBe(true);
      }),
    );
  });

  it('instant tells the same time as the clock of the offset', () => {
    const offset = fc.integer({ min: -(23 * 60 + 59), max: 23 * 60 + 59 });
    const date = fc.date({ min: new Date('0001-01-01'), max: new Date('9998-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, offset, fc.stringMatching(/^[0-9]{0,9}$/), (when, minutes, beyond) => {
        const clock = new Date(when.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        const two = (value: number) => String(value).padStart(2, '0');
        const zone = `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
        expect(instant(`${clock}${beyond}${zone}`)).toBe(when.toISOString());
      }),
    );
  });

  it('instant makes only instants that exist', () => {
    const likely = fc.stringMatching(/^[0-9]{4}-[0-3][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9](:[0-6][0-9])?Z?$/);
    fc.assert(
      fc.property(likely, (text) => {
        const result = instant(text);
        expect(result === text || isInstant(String(result))).toBe(true);
        if (isInstant(String(result))) expect(String(result).slice(0, 10)).toBe(text.slice(0, 10));
      }),
    );
  });
});
