import { describe, expect, it } from 'vitest';
import { differences } from '../../../models/train/agreement.ts';
import { csvOf } from '../../../models/train/csv.ts';
import { shortfalls } from '../../../models/train/shortfalls.ts';
import { toyLogistic, toyTrees } from '../../support/models/models.ts';

describe('whether a training reproduces a model', () => {
  it('passes over the version, and over last digits, which differ from machine to machine', () => {
    const other = { ...toyLogistic, version: 9, intercept: toyLogistic.intercept * (1 + 1e-9) };
    expect(differences(toyLogistic, other)).toEqual([]);
  });

  it('says where it does not', () => {
    expect(differences(toyLogistic, { ...toyLogistic, coefficients: [2, 0.6] })).toEqual([
      'coefficients.1 is 0.6 instead of 0.5',
    ]);
    expect(differences(toyTrees, { ...toyTrees, trees: toyTrees.trees.slice(1) })).toEqual([
      'trees has 1 entries instead of 2',
    ]);
    expect(differences(toyTrees, toyLogistic)).toContain('kind is "logistic" instead of "boosted-trees"');
  });
});

it('figures that fall short are named with what they have to be', () => {
  const { figures } = toyTrees.training.heldOut;
  expect(shortfalls(figures, { rocAuc: 1, prAuc: 1, at: { block: { precision: 1, recall: 1 } } })).toEqual([]);
  expect(
    shortfalls({ ...figures, prAuc: 0.5 }, { rocAuc: 0.9, prAuc: 0.7, at: { review: { precision: 0.5, recall: 0 } } }),
  ).toEqual(['PR AUC is 0.500, and has to be 0.7 or more', 'precision at review is 0.000, and has to be 0.5 or more']);
});

it('rows go to Python with all digits, and what is not known as nothing', () => {
  const row = {
    subject: 'ana',
    label: true,
    features: { a: 0.1 + 0.2, b: undefined, c: 1 / 0 },
    baselines: { rule: false },
  };
  expect(csvOf([row], ['a', 'b', 'c'], ['rule'])).toBe('subject,label,a,b,c,rule\nana,1,0.30000000000000004,,,0\n');
});
