import fc from 'fast-check';
import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { registerFormats } from '../../../../core/formats.ts';
import { schemaChanges } from '../../../../core/schema/compatibility/changes.ts';
import { gapsBetween } from '../../../../core/schema/compatibility/gaps.ts';
import type { JsonSchema } from '../../../../core/schema/json-schema.ts';
import { fromPortable, toPortable } from '../../../../core/schema/portable.ts';
import { isSame } from '../../../../core/schema/same.ts';
import { edgeSamples } from '../../../../core/schema/samples.ts';
import { anySchema, eventSchema, narrowing } from '../../../support/schema/arbitraries.ts';

registerFormats();

const fits = (schema: JsonSchema, value: unknown) => Value.Check(schema as TSchema, value);
const wrapped = (schema: JsonSchema): JsonSchema => ({ type: 'object', properties: { x: schema }, required: ['x'] });

describe('the check of compatibility', () => {
  it('has nothing against a schema that stays', () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        const copy = JSON.parse(JSON.stringify(schema)) as JsonSchema;
        expect(gapsBetween(schema, copy)).toEqual([]);
        expect(gapsBetween(schema, { anyOf: [{ type: 'null' }, copy] })).toEqual([]);
      }),
    );
  });

  it('means what it says: what it finds compatible takes all that fitted before', () => {
    let compatible = 0;
    fc.assert(
      fc.property(anySchema, anySchema, (one, other) => {
        const pairs = [
          [wrapped(one), wrapped(other)],
          [wrapped(one), wrapped({ anyOf: [other, one] })],
          [wrapped({ anyOf: [one, other] }), wrapped(one)],
        ] as const;
        for (const [before, after] of pairs) {
          if (schemaChanges(before, after, 'backward').breaking.length > 0) continue;
          compatible += 1;
          for (const sample of edgeSamples(before, [])) {
            if (!fits(after, sample)) expect.fail(`${JSON.stringify(sample)} of ${JSON.stringify([before, after])}`);
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(compatible).toBeGreaterThan(50);
  });

  it('refuses whatever a sample shows to be taken no more', () => {
    fc.assert(
      fc.property(eventSchema, eventSchema, (before, after) => {
        const isBroken = edgeSamples(before, []).some((sample) => !fits(after, sample));
        if (isBroken) expect(schemaChanges(before, after, 'backward').breaking).not.toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses each kind of narrowing, naming the field by its path', () => {
    fc.assert(
      fc.property(narrowing, ({ before, after, path }) => {
        const { breaking } = schemaChanges(before, after, 'backward');
        expect(breaking.map((change) => change.path)).toContain(path);
        expect(breaking.find((change) => change.path === path)?.what).toContain(`"${path}"`);
      }),
      { numRuns: 200 },
    );
  });

  it('finds of a narrowing, the other way round, nothing that narrows', () => {
    fc.assert(
      fc.property(narrowing, ({ before, after }) => {
        const { breaking } = schemaChanges(after, before, 'backward');
        expect(
          breaking.filter(({ what }) => !/was removed|new and required|can't be judged|no further fields/.test(what)),
        ).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('samples at the edges of a schema', () => {
  it('fit it, and are the same each time', () => {
    fc.assert(
      fc.property(eventSchema, (schema) => {
        const samples = edgeSamples(schema, []);
        expect(samples).toEqual(edgeSamples(schema, []));
        expect(samples.filter((sample) => !fits(schema, sample))).toEqual([]);
        expect(samples.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it('fit the schema for other languages too', () => {
    fc.assert(
      fc.property(eventSchema, (schema) => {
        const portable = toPortable(schema);
        expect(edgeSamples(schema, []).filter((sample) => !fits(portable, sample))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the schema for other languages', () => {
  it('can be read back', () => {
    fc.assert(
      fc.property(anySchema, (schema) => void expect(isSame(fromPortable(toPortable(schema)), schema)).toBe(true)),
    );
  });
});
