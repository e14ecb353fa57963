import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tree } from '../../../../core/models/model.ts';
import { createScorer } from '../../../../core/models/scorer.ts';
import { FEATURES, toyTrees } from '../../../support/models/models.ts';

/** A tree as one draws it. */
type Drawn =
  | { readonly leaf: number }
  | {
      readonly feature: 0 | 1;
      readonly most: number;
      readonly left: Drawn;
      readonly right: Drawn;
      readonly unknownLeft: boolean;
    };

const number = fc.integer({ min: -20, max: 20 });
const { node } = fc.letrec<{ node: Drawn }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    fc.record({ leaf: number }),
    fc.record({
      feature: fc.constantFrom(0 as const, 1 as const),
      most: number,
      left: tie('node'),
      right: tie('node'),
      unknownLeft: fc.boolean(),
    }),
  ),
}));

function columnsOf(drawn: Drawn): Tree {
  const columns = { feature: [] as number[], value: [] as number[], left: [] as number[], right: [] as number[] };
  const unknown: number[] = [];
  const put = (one: Drawn): number => {
    const index = columns.feature.length;
    columns.feature.push('leaf' in one ? -1 : one.feature);
    columns.value.push('leaf' in one ? one.leaf : one.most);
    for (const ways of [columns.left, columns.right, unknown]) ways.push(0);
    if ('leaf' in one) return index;
    const [left, right] = [put(one.left), put(one.right)];
    columns.left[index] = left;
    columns.right[index] = right;
    unknown[index] = one.unknownLeft ? left : right;
    return index;
  };
  put(drawn);
  return { ...columns, unknown };
}

function leafOf(drawn: Drawn, row: readonly (number | null)[]): number {
  if ('leaf' in drawn) return drawn.leaf;
  const value = row[drawn.feature] ?? null;
  if (value === null ? drawn.unknownLeft : value <= drawn.most) return leafOf(drawn.left, row);
  return leafOf(drawn.right, row);
}

describe('boosted trees in columns', () => {
  it('lead where the trees lead that they were drawn as', () => {
    const given = fc.option(number, { freq: 5 });
    fc.assert(
      fc.property(fc.array(node, { minLength: 1, maxLength: 5 }), given, given, (drawn, amount, tries) => {
        const scorer = createScorer({ ...toyTrees, baseline: 0, trees: drawn.map(columnsOf) }, FEATURES);
        const logOdds = drawn.reduce((sum, tree) => sum + leafOf(tree, [amount, tries]), 0);
        expect(scorer.score({ amount, tries })).toBe(1 / (1 + Math.exp(-logOdds)));
      }),
    );
  });
});
