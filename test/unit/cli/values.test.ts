import { describe, expect, it } from 'vitest';
import { duration, numberIn, share } from '../../../cli/values.ts';

describe('duration', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
    ['20', 20_000],
    [' 20s ', 20_000],
  ])('reads %j', (text, ms) => expect(duration(text)).toBe(ms));

  it.each(['', 'soon', '-1s', '0', '0s', '1w', '1e3s', 'Infinity'])('refuses %j and says what it got', (text) => {
    expect(() => duration(text)).toThrow(`received "${text}"`);
  });
});

describe('share', () => {
  it.each([
    ['10%', 0.1],
    ['0.1', 0.1],
    ['0', 0],
    ['100%', 1],
    ['1', 1],
  ])('reads %j', (text, value) => expect(share(text)).toBe(value));

  it.each(['10', '101%', '-1%', 'ten', '', '1.5'])('refuses %j and says what it got', (text) => {
    expect(() => share(text)).toThrow(`received "${text}"`);
  });
});

describe('numberIn', () => {
  it('takes both ends of the range', () => {
    expect([numberIn(0.1, 5000)('0.1'), numberIn(0.1, 5000)('5000')]).toEqual([0.1, 5000]);
  });

  it.each(['', ' ', 'many', '0', '11', '1.5', 'NaN', '0x'])(
    'refuses %j where a whole number from 1 to 10 is asked',
    (text) => {
      expect(() => numberIn(1, 10, 'integer')(text)).toThrow('a whole number from 1 to 10');
    },
  );
});
