import { describe, expect, it } from 'vitest';
import { fromCqlMap, textMap, textMapReasons, toCqlMap } from '../../../core/text-map.ts';
import { faultOf } from '../../../functions/clients/cql/errors.ts';

const limits = { entries: 2, nameBytes: 4, valueBytes: 6 };

describe('textMap', () => {
  it('is in the order of UTF-8, as Cassandra gives it back', () => {
    const texts = JSON.parse('{"z":"1","ｂ":"2","😀":"3","A":"4","é":"5"}');
    expect(Object.keys(textMap(texts) as object)).toEqual(['A', 'z', 'é', 'ｂ', '😀']);
  });

  it('makes text of numbers and truth values, and nothing of an empty map', () => {
    expect(textMap({ price: 299.99, gift: false, note: null })).toEqual({ gift: 'false', note: null, price: '299.99' });
    expect(textMap({})).toBeUndefined();
  });

  it.each([['text'], [null], [['a']], [7]])('leaves %j', (value) => {
    expect(textMap(value)).toBe(value);
  });

  it('goes through a column as it is, whatever the names are', () => {
    const texts = textMap(JSON.parse('{"__proto__":"a","constructor":"b","10":"c","9":"d"}')) as Record<string, string>;
    const back = fromCqlMap(new Map([...toCqlMap(texts)].reverse()));
    expect(JSON.stringify(back)).toBe(JSON.stringify(texts));
    expect(Object.hasOwn(back, '__proto__')).toBe(true);
  });
});

describe('textMapReasons', () => {
  it('has none against what is within the limits', () => {
    expect(textMapReasons('tags', { éé: 'ééé', b: '' }, limits)).toEqual([]);
  });

  it.each([
    [{ a: '', b: '', c: '' }, 'must have at most 2 names (received 3)'],
    [{ ééé: '' }, 'must have names of at most 4 bytes, well-formed and without NUL (received "ééé")'],
    [{ 'a\0': '' }, expect.stringMatching(/^must have names/)],
    [{ a: 'éééé' }, 'must have a value of at most 6 bytes, well-formed and without NUL for "a" (received "éééé")'],
    [{ a: '\ud800' }, expect.stringMatching(/^must have a value/)],
  ])('says what is wrong with %j', (texts, message) => {
    expect(textMapReasons('tags', texts as Record<string, string>, limits)).toEqual([
      { code: 'rule', field: 'tags', message },
    ]);
  });
});

it('a map that holds what is no text is a fault of the row', () => {
  expect(faultOf(new TypeError("A map can't contain null or unset values"))).toBe('row');
});
