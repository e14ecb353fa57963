import { describe, expect, it } from 'vitest';
import { createScorer, type Row } from '../../../../core/models/scorer.ts';
import { FEATURES, toyLogistic, toyTrees } from '../../../support/models/models.ts';

type Toy = Row<(typeof FEATURES)[number]>;
const sigmoid = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));

describe('a logistic regression', () => {
  const { score } = createScorer(toyLogistic, FEATURES);

  it.each<[Toy, number]>([
    [{ amount: 10, tries: 0 }, -1],
    [{ amount: 14, tries: 0 }, 1],
    [{ amount: 6, tries: 4 }, -1],
  ])('of %j is of log-odds %d', (row, logOdds) => {
    expect(score(row)).toBeCloseTo(sigmoid(logOdds), 15);
  });

  it.each([null, undefined, Number.NaN, Number.POSITIVE_INFINITY])('takes the mean for %s', (unknown) => {
    expect(score({ amount: unknown, tries: 2 })).toBe(score({ amount: 10, tries: 2 }));
  });
});

describe('boosted trees', () => {
  const { score } = createScorer(toyTrees, FEATURES);

  it.each<[Toy, number]>([
    [{ amount: 50, tries: 1 }, -0.5 - 1 + 1],
    [{ amount: 50.000001, tries: 1 }, -0.5 + 2 + 1],
    [{ amount: 100, tries: 1.5 }, -0.5 + 2 + 3],
    [{ amount: 101, tries: 9 }, -0.5 + 2 + 0.25],
    [{ amount: undefined, tries: 9 }, -0.5 + 2 + 3],
    [{ amount: 0, tries: null }, -0.5 - 1 + 1],
    [{ amount: Number.NaN, tries: Number.NEGATIVE_INFINITY }, -0.5 + 2 + 1],
  ])('of %j are of log-odds %d', (row, logOdds) => {
    expect(score(row)).toBeCloseTo(sigmoid(logOdds), 15);
  });
});

describe('what speaks for a score', () => {
  it('is what the typical value in its place would take away, the weightiest first', () => {
    const { contributions } = createScorer(toyLogistic, FEATURES);
    expect(contributions({ amount: 11, tries: 3 })).toEqual([
      { feature: 'tries', value: 3, typical: 0, weight: 1.5 },
      { feature: 'amount', value: 11, typical: 10, weight: 0.5 },
    ]);
  });

  it('leaves out what lowers the score, and says of what is not known that it is not', () => {
    const { contributions } = createScorer(toyTrees, FEATURES);
    expect(contributions({ amount: null, tries: 0 })).toEqual([
      { feature: 'amount', value: null, typical: 10, weight: 3 },
    ]);
    expect(contributions({ amount: 10, tries: 0 })).toEqual([]);
  });

  it('keeps nothing of the row', () => {
    const scorer = createScorer(toyTrees, FEATURES);
    const row = { amount: 120, tries: 4 };
    const before = scorer.score(row);
    scorer.contributions({ amount: 1, tries: 0 });
    expect(scorer.score(row)).toBe(before);
    expect(row).toEqual({ amount: 120, tries: 4 });
  });
});

describe('a scorer', () => {
  it('is named as definitions name the model', () => {
    expect(createScorer(toyTrees, FEATURES).id).toBe('toy-3');
  });

  it('knows the thresholds that were chosen with it, and no others', () => {
    const { threshold } = createScorer(toyTrees, FEATURES);
    expect([threshold('review'), threshold('block')]).toEqual([0.5, 0.9]);
    expect(() => threshold('blok')).toThrow('Model toy has no threshold "blok"; it has review, block: train it again');
    expect(() => threshold('constructor')).toThrow(RangeError);
  });

  it.each([['amount'], ['tries', 'amount'], ['amount', 'tries', 'device'], []])(
    'is refused other features: %s',
    (...names) => {
      expect(() => createScorer(toyTrees, names)).toThrow(
        `Model toy goes by amount, tries, and is given ${names.join(', ') || 'nothing'}: train it again`,
      );
    },
  );
});
