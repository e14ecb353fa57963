import type { Figures } from '../core/models/model.ts';

/** A row that a model is trained on or judged by. */
export interface LabelledRow {
  /** Whose it is: a user, a device. Nobody is in two samples. */
  readonly subject: string;
  /** What the model has to find. Made up together with the row; nothing in `features` may know it. */
  readonly label: boolean;
  /** Undefined and null: not known. */
  readonly features: Readonly<Record<string, number | null | undefined>>;
  /** By name of the baseline: what a simpler means says of the row, a score or a yes or no. */
  readonly baselines: Readonly<Record<string, number | boolean | null>>;
}

/** What rows are to be generated. */
export interface SampleRequest {
  /** Fixes all else. */
  readonly seed: number;
  /** How many users or devices. */
  readonly subjects: number;
}

/** What held-out figures have to come to at least, or the training has failed. */
export interface Goals extends Pick<Figures, 'rocAuc' | 'prAuc'> {
  /** By threshold. */
  readonly at: Readonly<Record<string, { readonly precision: number; readonly recall: number }>>;
}

/** A model that can be trained: what of, how, and what it has to come to. */
export interface Task {
  /** Name of the model, and of the argument of `npm run train`. */
  readonly name: string;
  /** What the label says, and whose the rows are, for the reader of the table. */
  readonly words: { readonly positives: string; readonly subjects: string; readonly rows: string };
  /** The committed model, from the root of the repository. */
  readonly file: string;
  /** Committed rows with their scores by scikit-learn, which tests hold ours against; from the root. */
  readonly vectors: string;
  readonly features: readonly string[];
  readonly estimator: 'boosted-trees' | 'logistic';
  /** Of the estimator, by scikit-learn's names. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly seed: number;
  /**
   * By threshold: the share of true positives that it is chosen for, over 0, up to 1; on rows of the training whose subject
   * the model has not seen.
   */
  readonly precisions: Readonly<Record<string, number>>;
  readonly samples: { readonly trained: SampleRequest; readonly heldOut: SampleRequest };
  /** Generates a sample, through the pipeline's own fold. The same request gives the same rows. */
  rows(request: SampleRequest): readonly LabelledRow[];
  readonly goals: Goals;
}
