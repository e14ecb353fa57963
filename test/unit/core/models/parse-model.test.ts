import { describe, expect, it } from 'vitest';
import { parseModel } from '../../../../core/models/parse-model.ts';
import { toyLogistic, toyTrees } from '../../../support/models/models.ts';

const [tree] = toyTrees.trees;
const withTree = (change: object) => ({ ...toyTrees, trees: [{ ...tree, ...change }] });

describe('a model', () => {
  it.each([toyLogistic, toyTrees])('of kind $kind is taken as it is', (model) => {
    expect(parseModel(JSON.parse(JSON.stringify(model)))).toEqual(model);
  });

  it.each<[unknown, string]>([
    [null, 'Model: the model must be a JSON object (received null)'],
    [[toyTrees], 'must be a JSON object (received an array of length 1)'],
    [{ ...toyTrees, format: 2 }, 'format must be 1: train it again with this version of the program (received 2)'],
    [{ ...toyTrees, name: 'Toy' }, 'name must be 1 to 40 lower-case'],
    [{ ...toyTrees, version: 0 }, 'version must be a whole number over 0 (received 0)'],
    [{ ...toyTrees, kind: 'forest' }, "kind must be 'logistic' or 'boosted-trees' (received \"forest\")"],
    [{ ...toyTrees, features: [] }, 'features must be a list of one or more (received an array of length 0)'],
    [{ ...toyTrees, features: ['amount'] }, 'features[0] must be a JSON object (received "amount")'],
    [{ ...toyTrees, features: [{ name: 'a b', typical: 0 }] }, 'features[0].name must be'],
    [{ ...toyTrees, features: [{ name: 'a' }] }, 'features[0].typical must be a finite number (received nothing)'],
    [
      { ...toyTrees, features: [toyTrees.features[0], toyTrees.features[0]] },
      'but "amount" is there (received "twice")',
    ],
    [{ ...toyTrees, thresholds: { block: 1 } }, 'thresholds.block must be a number over 0 and below 1 (received 1)'],
    [{ ...toyTrees, thresholds: undefined }, 'thresholds must be a JSON object (received nothing)'],
    [{ ...toyTrees, baseline: null }, 'baseline must be finite numbers (received null)'],
    [{ ...toyTrees, trees: [] }, 'trees must be a list of one or more'],
    [{ ...toyLogistic, coefficients: [1] }, 'coefficients must be a list of 2 (received an array of length 1)'],
    [{ ...toyLogistic, means: [1, '2'] }, 'means must be finite numbers (received "2")'],
    [{ ...toyLogistic, deviations: [1, 0] }, 'deviations must each be over 0 (received 0)'],
  ])('is refused: %#', (model, message) => {
    expect(() => parseModel(model)).toThrow(RangeError);
    expect(() => parseModel(model)).toThrow(message);
  });

  it.each<[object, string]>([
    [{ feature: [] }, 'trees[0].feature must be a list of one or more'],
    [{ value: [1, 2] }, 'trees[0].value must be a list of 3 (received an array of length 2)'],
    [{ value: [1, 2, null] }, 'trees[0].value must be finite numbers (received null)'],
    [{ feature: [2, -1, -1] }, 'trees[0].feature[0] must be −1 for a leaf, or a whole number below 2 (received 2)'],
    [{ left: [0, 0, 0] }, 'trees[0].left[0] must be a node further on, up to 2 (received 0)'],
    [{ unknown: [3, 0, 0] }, 'trees[0].unknown[0] must be a node further on, up to 2 (received 3)'],
    [{ right: [2, 1, 0] }, 'trees[0].right[1] must be 0, for it is a leaf (received 1)'],
  ])('is refused a tree with %j', (change, message) => {
    expect(() => parseModel(withTree(change))).toThrow(message);
  });
});
