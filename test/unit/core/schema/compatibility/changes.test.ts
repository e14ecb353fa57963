import Type, { type TSchema } from 'typebox';
import { describe, expect, it } from 'vitest';
import { schemaChanges } from '../../../../../core/schema/compatibility/changes.ts';
import type { JsonSchema } from '../../../../../core/schema/json-schema.ts';
import { plainSchema } from '../../../../../core/schema/portable.ts';

const {
  Array: list,
  Enum,
  Integer,
  Literal,
  Null,
  Number: number,
  Object: object,
  Optional,
  Record,
  String: text,
  Union,
} = Type;
const nullable = (schema: TSchema) => Union([schema, Null()]);
const within = (schema: TSchema) => plainSchema(object({ x: schema }));

const changes = (before: JsonSchema, after: JsonSchema, asked: 'backward' | 'full' = 'backward') =>
  schemaChanges(before, after, asked);
const whats = (before: JsonSchema, after: JsonSchema) => changes(before, after).breaking.map(({ what }) => what);

describe('what takes something from producers is refused, naming the field', () => {
  it.each<[string, TSchema, TSchema, string]>([
    ['a narrowed type', number(), Integer(), '"x" narrowed from number to integer'],
    ['another type', text(), number(), '"x" changed from string to number'],
    ['a value less', Enum(['a', 'b']), Enum(['a']), '"x" no longer takes "b"'],
    ['a literal less', Union([Literal('a'), Literal('b')]), Literal('a'), '"x" no longer takes "b"'],
    ['values listed', text(), Enum(['a']), '"x" narrowed from any string to "a"'],
    ['no null any more', nullable(text()), text(), '"x" no longer takes null'],
    ['an alternative less', Union([text(), number()]), text(), '"x" changed from number to string'],
    ['a higher minimum', number({ minimum: 0 }), number({ minimum: 1 }), '"x" narrowed: minimum went from 0 to 1'],
    ['a new maximum', number(), number({ maximum: 9 }), '"x" narrowed: it had no maximum, and has 9 now'],
    [
      'an excluded end',
      number({ minimum: 0 }),
      number({ exclusiveMinimum: 0 }),
      '"x" narrowed: it had no exclusiveMinimum, and has 0 now',
    ],
    ['steps', number(), number({ multipleOf: 0.5 }), '"x" narrowed: it had no multipleOf, and has 0.5 now'],
    ['a shorter text', text({ maxLength: 9 }), text({ maxLength: 8 }), '"x" narrowed: maxLength went from 9 to 8'],
    ['a format', text(), text({ format: 'instant' }), '"x" narrowed: it had no format, and has "instant" now'],
    [
      'another format',
      text({ format: 'id' }),
      text({ format: 'instant' }),
      '"x" narrowed: format went from "id" to "instant"',
    ],
    ['a pattern', text(), text({ pattern: '^a' }), '"x" narrowed: it had no pattern, and has "^a" now'],
    [
      'another pattern',
      text({ pattern: '^a' }),
      text({ pattern: '^b' }),
      '"x" changed in a way that can\'t be judged: its pattern was "^a" and is "^b"',
    ],
    ['items of another type', list(number()), list(Integer()), '"x[]" narrowed from number to integer'],
    [
      'fewer items',
      list(text(), { maxItems: 9 }),
      list(text(), { maxItems: 8 }),
      '"x" narrowed: maxItems went from 9 to 8',
    ],
    [
      'each item once',
      list(text()),
      list(text(), { uniqueItems: true }),
      '"x" narrowed: it had no uniqueItems, and has true now',
    ],
    ['values of a map', Record(text(), number()), Record(text(), Integer()), '"x.*" narrowed from number to integer'],
    [
      'a map that is named',
      Record(text(), text()),
      object({ a: Optional(Integer()) }),
      '"x.a" changed from string to integer',
    ],
    ['a nested field', object({ y: number() }), object({ y: Integer() }), '"x.y" narrowed from number to integer'],
    ['a nested field gone', object({ y: number() }), object({}), '"x.y" was removed'],
    [
      'a nested field required',
      object({ y: Optional(number()) }),
      object({ y: number() }),
      '"x.y" was optional and is required now',
    ],
    [
      'a field of items',
      list(object({ y: text() })),
      list(object({ y: number() })),
      '"x[].y" changed from string to number',
    ],
    [
      'an object closed',
      object({}),
      object({}, { additionalProperties: false }),
      '"x" takes no further fields any more, or of one kind only',
    ],
    [
      'an alternative narrowed',
      nullable(object({ y: number() })),
      nullable(object({ y: Integer() })),
      '"x.y" narrowed from number to integer',
    ],
    ['what is no type', Type.Unknown(), text(), '"x" changed from any to string'],
    [
      'a tuple',
      Type.Tuple([text()]),
      Type.Tuple([number()]),
      '"x" changed in a way that can\'t be judged: its items was [{"type":"string"}] and is [{"type":"number"}]',
    ],
    [
      'all of several',
      Type.Intersect([object({}), object({})]),
      Type.Intersect([object({}), object({ a: text() })]),
      '"x" changed in a way that can\'t be judged: its allOf',
    ],
  ])('%s', (_, before, after, what) => {
    expect(whats(within(before), within(after))).toEqual([expect.stringContaining(what)]);
  });

  it('a new required field, a removed one', () => {
    const [before, after] = [plainSchema(object({ a: text() })), plainSchema(object({ b: text() }))];
    expect(whats(before, after)).toEqual(['"b" is new and required', '"a" was removed']);
    expect(changes(before, after).breaking[0]).toMatchObject({
      effect: 'events that producers send today would be rejected',
      instead: 'make it optional',
    });
  });
});

describe('what takes nothing from producers is not', () => {
  it.each<[string, TSchema, TSchema, string]>([
    ['a wider type', Integer(), number(), '"x" widened from integer to number'],
    ['a value more', Enum(['a']), Enum(['a', 'b']), '"x" takes "b" too'],
    ['any value', Enum(['a']), text(), '"x" widened from "a" to any string'],
    ['null too', text(), nullable(text()), '"x" takes null too'],
    ['a lower minimum', Integer({ minimum: 1 }), Integer({ minimum: 0 }), '"x" widened: minimum went from 1 to 0'],
    ['no pattern', text({ pattern: '^a' }), text(), '"x" widened: its pattern of "^a" is gone'],
    ['an opened object', object({}, { additionalProperties: false }), object({}), '"x" may have further fields now'],
    [
      'a new field in a closed object',
      object({}, { additionalProperties: false }),
      object({ y: Optional(text()) }, { additionalProperties: false }),
      '"x.y" is new, and readers of a closed object take no new field',
    ],
  ])('%s; readers may stumble over it, and `full` refuses it', (_, before, after, what) => {
    const one = [expect.objectContaining({ what })];
    expect(changes(within(before), within(after))).toEqual({ breaking: [], surprising: one });
    expect(changes(within(before), within(after), 'full')).toEqual({ breaking: one, surprising: [] });
  });

  it('a required field that may be missing now', () => {
    const [before, after] = [plainSchema(object({ a: text() })), plainSchema(object({ a: Optional(text()) }))];
    expect(changes(before, after).surprising).toMatchObject([{ what: '"a" was required and may be missing now' }]);
  });

  it.each<[string, TSchema, TSchema]>([
    ['a new optional field', object({}), object({ y: Optional(text()) })],
    ['another description', text({ description: 'a' }), text({ description: 'b', title: 'c' })],
    ['the order of values', Enum(['a', 'b']), Enum(['b', 'a'])],
    ['the same bound in other words', Integer({ minimum: 1 }), Integer({ exclusiveMinimum: 0 })],
    ['the order of alternatives', Union([text(), number()]), Union([number(), text()])],
    ['a list of values for alternatives', Union([Literal('a'), Literal('b')]), Enum(['a', 'b'])],
    [
      'a field that is called as a keyword',
      object({ title: text(), description: text() }),
      object({ description: text(), title: text() }),
    ],
  ])('%s; nobody notices, and `full` allows it too', (_, before, after) => {
    expect(changes(within(before), within(after), 'full')).toEqual({ breaking: [], surprising: [] });
  });

  it('sees a change of a field that is called as a keyword', () => {
    expect(whats(within(object({ title: text() })), within(object({ title: number() })))).toEqual([
      '"x.title" changed from string to number',
    ]);
  });
});
