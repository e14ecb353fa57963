import type { BoostedTreesModel, LogisticModel } from '../../../core/models/model.ts';

const confusion = {
  truePositives: 1,
  falsePositives: 0,
  falseNegatives: 0,
  trueNegatives: 1,
  precision: 1,
  recall: 1,
};

const base = {
  format: 1,
  name: 'toy',
  version: 3,
  features: [
    { name: 'amount', typical: 10 },
    { name: 'tries', typical: 0 },
  ],
  thresholds: { review: 0.5, block: 0.9 },
  training: {
    command: 'npm run train toy',
    library: 'by hand',
    seed: 1,
    trained: { seed: 1, subjects: 2, rows: 4, positives: 1 },
    heldOut: {
      seed: 2,
      subjects: 1,
      rows: 2,
      positives: 1,
      figures: { rocAuc: 1, prAuc: 1, at: { block: confusion } },
    },
    baselines: { amount: { rocAuc: 0.5 } },
  },
} as const;

/** What the rows of the two models below are of. */
export const FEATURES = ['amount', 'tries'] as const;

/** σ(−1 + 2 × (amount − 10) / 4 + 0.5 × tries). */
export const toyLogistic: LogisticModel = {
  ...base,
  kind: 'logistic',
  intercept: -1,
  coefficients: [2, 0.5],
  means: [10, 0],
  deviations: [4, 1],
};

/** Two trees: of the amount, and of tries under an amount of 100. What is not known goes right in one and left in the other. */
export const toyTrees: BoostedTreesModel = {
  ...base,
  kind: 'boosted-trees',
  baseline: -0.5,
  trees: [
    { feature: [0, -1, -1], value: [50, -1, 2], left: [1, 0, 0], right: [2, 0, 0], unknown: [2, 0, 0] },
    {
      feature: [0, 1, -1, -1, -1],
      value: [100, 1, 0.25, 1, 3],
      left: [1, 3, 0, 0, 0],
      right: [2, 4, 0, 0, 0],
      unknown: [1, 3, 0, 0, 0],
    },
  ],
};
