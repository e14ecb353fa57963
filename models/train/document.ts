import type { Baseline, BoostedTreesModel, Figures, LogisticModel } from '../../core/models/model.ts';

type Fitted =
  | Pick<LogisticModel, 'kind' | 'intercept' | 'coefficients' | 'means' | 'deviations'>
  | Pick<BoostedTreesModel, 'kind' | 'baseline' | 'trees'>;

/** Rows with what scikit-learn says of them, by two models. */
export interface Vectors {
  /** Features in the model's order. Null: not known. */
  readonly rows: readonly (readonly (number | null)[])[];
  /** One a row, by the exported model. */
  readonly scores: readonly number[];
  /** A logistic regression on the same rows of the training. */
  readonly logistic: { readonly model: Fitted; readonly scores: readonly number[] };
}

/** What `models/python/train.py` prints. */
export interface TrainedDocument {
  readonly library: string;
  readonly model: Fitted;
  /** One a feature. */
  readonly typical: readonly number[];
  readonly thresholds: Readonly<Record<string, number>>;
  /** On the held-out rows. */
  readonly figures: Figures;
  readonly baselines: Readonly<Record<string, Baseline>>;
  readonly vectors: Vectors;
}
