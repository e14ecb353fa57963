import fc from 'fast-check';

/** A schema, a value of it as avsc takes it, and what our reader has to make of its bytes. */
export interface AvroCase {
  readonly schema: unknown;
  readonly value: unknown;
  readonly expected: unknown;
}

const same = (schema: unknown, values: fc.Arbitrary<unknown>): fc.Arbitrary<AvroCase> =>
  values.map((value) => ({ schema, value, expected: value }));

const primitives = fc.oneof(
  same('null', fc.constant(null)),
  same('boolean', fc.boolean()),
  same('int', fc.integer()),
  // Beyond, avsc writes negative numbers wrongly: -(2 ** 52 + 1) becomes 2 ** 52.
  same('long', fc.integer({ min: -(2 ** 52), max: 2 ** 52 })),
  same('string', fc.string({ unit: 'binary' })),
  fc.double().map((value) => ({ schema: 'double', value, expected: Number.isFinite(value) ? value : String(value) })),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => {
    const value = Buffer.from(bytes);
    return { schema: 'bytes', value, expected: value.toString('base64') };
  }),
);

const { tree } = fc.letrec<{ tree: AvroCase }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    primitives,
    // Items of one schema need one value each: the same, any number of times.
    fc.tuple(tie('tree'), fc.nat(4)).map(([one, times]) => ({
      schema: { type: 'array', items: one.schema },
      value: Array.from({ length: times }, () => one.value),
      expected: Array.from({ length: times }, () => one.expected),
    })),
    fc.tuple(tie('tree'), fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 4 })).map(([one, keys]) => ({
      schema: { type: 'map', values: one.schema },
      value: Object.fromEntries(keys.filter((key) => key !== '__proto__').map((key) => [key, one.value])),
      expected: Object.fromEntries(keys.filter((key) => key !== '__proto__').map((key) => [key, one.expected])),
    })),
    fc.array(tie('tree'), { maxLength: 4 }).map((fields) => ({
      schema: { type: 'record', fields: fields.map(({ schema }, index) => ({ name: `f${index}`, type: schema })) },
      value: Object.fromEntries(fields.map(({ value }, index) => [`f${index}`, value])),
      expected: Object.fromEntries(fields.map(({ expected }, index) => [`f${index}`, expected])),
    })),
  ),
}));

/** Records of any shape; their name is left to avsc. */
export const recordCases: fc.Arbitrary<AvroCase> = tree.map(({ schema, value, expected }) => ({
  schema: { type: 'record', name: 'Outer', fields: [{ name: 'inner', type: schema }] },
  value: { inner: value },
  expected: { inner: expected },
}));
