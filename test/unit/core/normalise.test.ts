import { describe, expect, it } from 'vitest';
import {
  fields,
  instant,
  instantOrEpoch,
  instantOrEpochMs,
  lowerCase,
  number,
  trimmed,
  upperCase,
} from '../../../core/normalise.ts';

describe('instant', () => {
  it.each([
    ['a zone', '2025-10-16T17:25:23.456Z', '2025-10-16T17:25:23.456Z'],
    ['no zone: UTC', '2025-10-16T17:25:23.456', '2025-10-16T17:25:23.456Z'],
    ['microseconds, cut', '2025-10-16T17:25:23.456999', '2025-10-16T17:25:23.456Z'],
    ['nanoseconds, cut', '2025-10-16T17:25:23.999999999Z', '2025-10-16T17:25:23.999Z'],
    ['tenths', '2025-10-16T17:25:23.4', '2025-10-16T17:25:23.400Z'],
    ['a comma before the fraction', '2025-10-16T17:25:23,456Z', '2025-10-16T17:25:23.456Z'],
    ['no fraction', '2025-10-16T17:25:23Z', '2025-10-16T17:25:23.000Z'],
    ['no seconds', '2025-10-16T17:25Z', '2025-10-16T17:25:00.000Z'],
    ['an offset ahead', '2025-10-16T19:25:23+02:00', '2025-10-16T17:25:23.000Z'],
    ['an offset behind', '2025-10-16T12:25:23-05:00', '2025-10-16T17:25:23.000Z'],
    ['an offset of hours', '2025-10-16T19:25:23+02', '2025-10-16T17:25:23.000Z'],
    ['an offset without a colon', '2025-10-16T22:55:23+0530', '2025-10-16T17:25:23.000Z'],
    ['an offset over midnight', '2025-12-31T23:30:00-01:00', '2026-01-01T00:30:00.000Z'],
    ['a space for T', '2025-10-16 17:25:23', '2025-10-16T17:25:23.000Z'],
    ['lower case', '2025-10-16t17:25:23z', '2025-10-16T17:25:23.000Z'],
    ['white space around', ' 2025-10-16T17:25:23Z\n', '2025-10-16T17:25:23.000Z'],
    ['29 February of a leap year', '2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['the first year', '0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
  ])('reads %s', (_, text, normal) => {
    expect(instant(text)).toBe(normal);
  });

  it.each([
    ['30 February', '2025-02-30T00:00:00Z'],
    ['29 February of a common year', '2025-02-29T00:00:00.000Z'],
    ['month 13', '2025-13-01T00:00:00Z'],
    ['day 0', '2025-01-00T00:00:00Z'],
    ['hour 24', '2025-10-16T24:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['an offset of a day', '2025-10-16T17:25:23+24:00'],
    ['a date alone', '2025-10-16'],
    ['a year of five digits', '12025-10-16T17:25:23Z'],
    ['a year with a sign', '+002025-10-16T17:25:23Z'],
    ['an offset that leads out of the years', '9999-12-31T23:59:59-01:00'],
    ['digits alone', '1760635523456'],
    ['another notation', 'Thu, 16 Oct 2025 17:25:23 GMT'],
    ['no text', ''],
  ])('leaves %s', (_, text) => {
    expect(instant(text)).toBe(text);
  });

  it.each([[1760635523456], [null], [true], [{}], [undefined]])('leaves %s, which is no text', (value) => {
    expect(instant(value)).toBe(value);
  });
});

describe('instantOrEpochMs', () => {
  it.each([
    [1760635523456, '2025-10-16T17:25:23.456Z'],
    [1760635523456.9, '2025-10-16T17:25:23.456Z'],
    [100_000_000_000, '1973-03-03T09:46:40.000Z'],
    [253_402_300_799_999, '9999-12-31T23:59:59.999Z'],
    ['2025-10-16 17:25:23', '2025-10-16T17:25:23.000Z'],
  ])('reads %s', (value, normal) => {
    expect(instantOrEpochMs(value)).toBe(normal);
  });

  it.each([
    ['seconds, which would be a day of 1970', 1760635523],
    ['a year of five digits', 253_402_300_800_000],
    ['a time before the epoch', -1],
    ['digits as text', '1760635523456'],
    ['no number', Number.NaN],
    ['nothing', null],
  ])('leaves %s', (_, value) => {
    expect(instantOrEpochMs(value)).toBe(value);
  });
});

describe('upperCase', () => {
  it('trims text and leaves the rest', () => {
    expect([' arg ', 'Ñ', 7, null].map(upperCase)).toEqual(['ARG', 'Ñ', 7, null]);
  });
});

describe('number', () => {
  it.each([
    ['24.57', 24.57],
    [' -3 ', -3],
    ['+1e3', 1000],
    ['.5', 0.5],
    ['5.', 5],
    ['007', 7],
    ['1E-2', 0.01],
    [24.57, 24.57],
  ])('reads %j', (value, normal) => {
    expect(number(value)).toBe(normal);
  });

  it.each([
    [''],
    ['  '],
    ['abc'],
    ['NaN'],
    ['Infinity'],
    ['-Infinity'],
    ['1e999'],
    ['0x10'],
    ['0b1'],
    ['1_000'],
    ['1,5'],
    ['1 2'],
    ['.'],
    ['e5'],
    ['--1'],
    ['１２'],
    [null],
    [true],
    [undefined],
  ])('leaves %j', (value) => {
    expect(number(value)).toBe(value);
  });

  it('takes no longer for a megabyte of digits that end in a letter', () => {
    const text = `${'1'.repeat(1_000_000)}x`;
    const before = performance.now();
    expect(number(text)).toBe(text);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

describe('text', () => {
  it('is trimmed', () => {
    expect(trimmed('  a B\u00a0\n')).toBe('a B');
    expect(trimmed(7)).toBe(7);
  });

  it('is put in lower case, the same in every locale', () => {
    expect(lowerCase(' SENSOR-I ')).toBe('sensor-i');
    expect(lowerCase(null)).toBe(null);
  });
});

describe('fields', () => {
  const normalise = fields({ b: trimmed, a: number, constructor: trimmed });

  it('keeps the fields named, in the order named, and drops others', () => {
    expect(JSON.stringify(normalise({ a: '1', other: true, b: ' x ' }))).toBe('{"b":"x","a":1}');
  });

  it('reads the fields of the object alone, not those of its prototype', () => {
    expect(Object.keys(normalise({}))).toEqual([]);
    expect(Object.keys(normalise(JSON.parse('{"__proto__":{"a":1}}')))).toEqual([]);
  });
});

describe('instantOrEpoch', () => {
  it.each([
    ['seconds', 1760635523, '2025-10-16T17:25:23.000Z'],
    ['seconds with microseconds, cut', 1760635523.456789, '2025-10-16T17:25:23.456Z'],
    ['the first second', 1_000_000_000, '2001-09-09T01:46:40.000Z'],
    ['the last second', 99_999_999_999, '5138-11-16T09:46:39.000Z'],
    ['milliseconds', 1760635523456, '2025-10-16T17:25:23.456Z'],
    ['the first millisecond', 100_000_000_000, '1973-03-03T09:46:40.000Z'],
    ['text', '2025-10-16T17:25:23', '2025-10-16T17:25:23.000Z'],
  ])('reads %s', (_, value, normal) => {
    expect(instantOrEpoch(value)).toBe(normal);
  });

  it.each([999_999_999, 0, -1760635523, 1_760_635_523_456_000, Number.NaN, '1760635523', null])(
    'leaves %s',
    (value) => {
      expect(instantOrEpoch(value)).toBe(value);
    },
  );
});
