import { fraudFeatures } from '../../pipelines/payments/fraud-features.ts';
import type { Task } from '../task.ts';
import { fraudRows } from './rows.ts';

/** How likely a purchase is fraud. */
export const fraud: Task = {
  name: 'fraud',
  words: { positives: 'fraud', subjects: 'users', rows: 'purchases' },
  file: 'pipelines/payments/fraud-model.json',
  vectors: 'models/fraud/vectors.json',
  features: fraudFeatures,
  estimator: 'boosted-trees',
  parameters: { max_iter: 40, max_leaf_nodes: 8, learning_rate: 0.2, min_samples_leaf: 20, l2_regularization: 1 },
  seed: 11,
  precisions: { review: 0.75, block: 0.95 },
  samples: { trained: { seed: 1, subjects: 1600 }, heldOut: { seed: 2, subjects: 400 } },
  rows: fraudRows,
  goals: {
    rocAuc: 0.9,
    prAuc: 0.75,
    at: { review: { precision: 0.5, recall: 0.6 }, block: { precision: 0.9, recall: 0.4 } },
  },
};
