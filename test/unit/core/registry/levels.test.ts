import { Type } from 'avsc';
import { describe, expect, it } from 'vitest';
import { type CompatibilityLevel, incompatibilities } from '../../../../core/registry/compatibility/levels.ts';

type Fields = Readonly<Record<string, unknown>>;
const typeOf = (fields: Fields, name = 'Event') =>
  Type.forSchema({
    type: 'record',
    name,
    fields: Object.entries(fields).map(([field, type]) => ({ name: field, ...(type as object) })),
  } as unknown as Type);
const long = { type: 'long' };
const text = { type: 'string' };
const textOrNone = { type: ['null', 'string'], default: null };

/** Whether the last of a row of versions may follow the others. */
const follows = (level: CompatibilityLevel, ...versions: Fields[]) => {
  const types = versions.map((fields) => typeOf(fields));
  const next = types.at(-1) as Type;
  const earlier = types.slice(0, -1).map((type, index) => ({ version: index + 1, type }));
  return incompatibilities(level, next, earlier.toReversed());
};

describe('the directions of the levels', () => {
  const gains = [{ a: long }, { a: long, b: text }];
  const loses = [{ a: long, b: text }, { a: long }];
  const gainsOptional = [{ a: long }, { a: long, b: textOrNone }];

  it.each<[CompatibilityLevel, Fields[], boolean]>([
    ['NONE', [{ a: long }, { a: text }], true],
    ['BACKWARD', gains, false],
    ['BACKWARD', loses, true],
    ['BACKWARD', gainsOptional, true],
    ['FORWARD', gains, true],
    ['FORWARD', loses, false],
    ['FORWARD', gainsOptional, true],
    ['FULL', gains, false],
    ['FULL', loses, false],
    ['FULL', gainsOptional, true],
  ])('%s: %j', (level, versions, may) => expect(follows(level, ...versions).length === 0).toBe(may));

  it.each<[CompatibilityLevel, Fields[]]>([
    // Back again after it was gone: the last version has a default to read by, the first has another type.
    ['BACKWARD', [{ a: long, b: long }, { a: long }, { a: long, b: textOrNone }]],
    ['FORWARD', [{ a: long, b: text }, { a: long, b: textOrNone }, { a: long }]],
    [
      'FULL',
      [
        { a: long, b: long },
        { a: long, c: textOrNone },
        { a: long, b: textOrNone, c: textOrNone },
      ],
    ],
  ])('%s holds against the last version, %s_TRANSITIVE against all', (level, versions) => {
    expect(follows(level, ...versions)).toEqual([]);
    const found = follows(`${level}_TRANSITIVE` as CompatibilityLevel, ...versions);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join()).toContain('version 1');
  });
});

describe('words that name the field', () => {
  const backward = (from: unknown, to: unknown) => follows('BACKWARD', { f: { type: from } }, { f: { type: to } });
  const nested = (type: unknown) => ({ type: 'record', name: 'Inner', fields: [{ name: 'g', type }] });
  const said = (what: string) => [`it can't read what version 1 wrote: ${what}`];

  it.each([
    ['another type', 'string', 'long', "field f: string can't be read as long"],
    ['a narrower type', 'long', 'int', "field f: long can't be read as int"],
    ['in a record in it', nested('string'), nested('int'), "field f.g: string can't be read as int"],
    [
      'in an array',
      { type: 'array', items: 'string' },
      { type: 'array', items: 'int' },
      "field f[]: string can't be read as int",
    ],
    [
      'in a map',
      { type: 'map', values: 'string' },
      { type: 'map', values: 'int' },
      "field f{}: string can't be read as int",
    ],
    [
      'a symbol less',
      { type: 'enum', name: 'E', symbols: ['A', 'B'] },
      { type: 'enum', name: 'E', symbols: ['A'] },
      'field f: the reader does not know the symbols B and has no default',
    ],
    [
      'a branch less',
      ['null', 'string', 'int'],
      ['null', 'int'],
      "field f: a union of null, int can't hold string of the writer's union",
    ],
    [
      'another name',
      { type: 'fixed', name: 'A', size: 2 },
      { type: 'fixed', name: 'B', size: 2 },
      "field f: fixed A can't be read as fixed B",
    ],
  ])('%s', (_, from, to, what) => expect(backward(from, to)).toEqual(said(what)));

  it.each([
    ['int', 'long'],
    ['int', 'double'],
    ['string', 'bytes'],
    ['long', ['null', 'long']],
    [
      { type: 'enum', name: 'E', symbols: ['A', 'B'] },
      { type: 'enum', name: 'E', symbols: ['A'], default: 'A' },
    ],
  ])('%j can be read as %j', (from, to) => expect(backward(from, to)).toEqual([]));

  it('every field at fault, and a direction each', () => {
    expect(follows('FULL', { a: long, b: long }, { a: text, c: long })).toEqual([
      "it can't read what version 1 wrote: field a: long can't be read as string",
      "it can't read what version 1 wrote: field c: the reader needs it and has no default, and the writer does not have it",
      "version 1 can't read what it writes: field a: string can't be read as long",
      "version 1 can't read what it writes: field b: the reader needs it and has no default, and the writer does not have it",
    ]);
  });

  it('a record that holds itself', () => {
    const list = (type: string) => ({
      type: [
        'null',
        {
          type: 'record',
          name: 'L',
          fields: [
            { name: 'v', type },
            { name: 'next', type: ['null', 'L'] },
          ],
        },
      ],
      default: null,
    });
    expect(follows('BACKWARD', { l: list('long') }, { l: list('int') }).join()).toContain('field l');
    expect(follows('BACKWARD', { l: list('int') }, { l: list('long') })).toEqual([]);
  });

  it('a renamed record, and one in another namespace, which is no other', () => {
    const held = (name: string) =>
      incompatibilities('BACKWARD', typeOf({ a: long }, name), [{ version: 3, type: typeOf({ a: long }) }]);
    expect(held('Other')).toEqual(["it can't read what version 3 wrote: record Event can't be read as record Other"]);
    expect(held('com.acme.Event')).toEqual([]);
  });
});
