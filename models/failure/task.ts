import { failureFeatures } from '../../pipelines/sensors/failure-features.ts';
import type { Task } from '../task.ts';
import { failureRows } from './rows.ts';

/** How likely a device is about to fail, by a minute of its readings. */
export const failure: Task = {
  name: 'failure',
  words: { positives: 'about to fail', subjects: 'devices', rows: 'minutes of a device' },
  file: 'pipelines/sensors/failure-model.json',
  vectors: 'models/failure/vectors.json',
  features: failureFeatures,
  estimator: 'boosted-trees',
  parameters: { max_iter: 40, max_leaf_nodes: 8, learning_rate: 0.2, min_samples_leaf: 20, l2_regularization: 1 },
  seed: 7,
  precisions: { risk: 0.9 },
  samples: { trained: { seed: 1, subjects: 600 }, heldOut: { seed: 2, subjects: 240 } },
  rows: failureRows,
  goals: { rocAuc: 0.88, prAuc: 0.7, at: { risk: { precision: 0.8, recall: 0.4 } } },
};
