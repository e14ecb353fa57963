import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask, maskText } from '../../../core/mask.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 300 });

describe('mask', () => {
  it('is well-formed, short but for a domain, the same each time, and stays as it is', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.emailAddress(), fc.stringMatching(/^\+?[\d ()-]{7,20}$/)), (value) => {
        const masked = mask(value);
        expect(masked).toBe(mask(value));
        expect(mask(masked)).toBe(masked);
        expect(String(masked).isWellFormed()).toBe(true);
        expect(String(masked).replace(/@.*$/s, '').length).toBeLessThanOrEqual(15);
      }),
    );
  });

  it('shows nothing of what is no text', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const masked = mask(value);
        if (typeof value !== 'string') expect(masked).toBe(value === null || value === undefined ? value : '***');
      }),
    );
  });

  it('leaves no value of three characters or more in a message that quotes it', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 3, maxLength: 200 }).filter((text) => /\p{L}{3}/u.test(text));
    fc.assert(
      fc.property(name, anyText, (value, around) => {
        const said = maskText(`${around.replaceAll(value, '')} ${JSON.stringify(value)} ${value}`, { value }, [
          'value',
        ]);
        expect(said).not.toContain(` ${value}`);
      }),
    );
  });
});
