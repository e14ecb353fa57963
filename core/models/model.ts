/** What every exported model says. It is data, made by `npm run train`; nothing of it is worked out in a function but the score. */
interface ModelBase {
  /** Shape of the file. */
  readonly format: 1;
  /** Lower-case letters, digits and hyphens, 1 to 40. */
  readonly name: string;
  /** Raised with every training whose scores differ. */
  readonly version: number;
  /** In the order in which the numbers below go by. */
  readonly features: readonly Feature[];
  /** Scores from which on something is done, by what is done; each over 0, below 1. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** Where it comes from and how good it is: read by people, the note and tests, not by the evaluation. */
  readonly training: Provenance;
}

/** What a model goes by. */
export interface Feature {
  readonly name: string;
  /** Median of the rows of the training whose label is false: what it is when nothing is the matter. */
  readonly typical: number;
}

/**
 * Logistic regression: σ(intercept + Σ coefficient × (x − mean) / deviation). A feature that is not known counts as its mean.
 */
export interface LogisticModel extends ModelBase {
  readonly kind: 'logistic';
  readonly intercept: number;
  /** One a feature, as the three below. */
  readonly coefficients: readonly number[];
  readonly means: readonly number[];
  /** Over 0. */
  readonly deviations: readonly number[];
}

/** Gradient boosted trees: σ(baseline + Σ the leaf that each tree leads to). */
export interface BoostedTreesModel extends ModelBase {
  readonly kind: 'boosted-trees';
  readonly baseline: number;
  readonly trees: readonly Tree[];
}

/**
 * A tree as columns, one entry a node, the root first. Of a leaf, `feature` is −1 and `value` what it adds; of another, the way
 * goes to `left` where the feature is at most `value`, to `right` where it is more, and where it is not known to `unknown`.
 * The three are indices of nodes further on, 0 for a leaf.
 */
export interface Tree {
  readonly feature: readonly number[];
  readonly value: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly unknown: readonly number[];
}

export type Model = LogisticModel | BoostedTreesModel;

/** How a model came about. */
export interface Provenance {
  /** Command that makes it. */
  readonly command: string;
  /** Library and its version. */
  readonly library: string;
  /** What fixes the training, beside the data. */
  readonly seed: number;
  /** Seed and sizes of what it was trained on. */
  readonly trained: Sample;
  /** Seed and sizes of what it was judged by: other subjects, another seed. */
  readonly heldOut: Sample & { readonly figures: Figures };
  /** The same figures of simpler means, on the same rows: what the model has to beat. */
  readonly baselines: Readonly<Record<string, Baseline>>;
}

/** Generated rows. */
export interface Sample {
  readonly seed: number;
  /** Users, devices: nobody is in two samples. */
  readonly subjects: number;
  readonly rows: number;
  /** Rows whose label is true. */
  readonly positives: number;
}

/** How well scores tell the positives from the rest. */
export interface Figures {
  /** Area under the receiver operating characteristic: how often a positive scores higher than a negative, 0.5 to 1. */
  readonly rocAuc: number;
  /** Average precision: area under precision over recall; of no use it is the share of positives. */
  readonly prAuc: number;
  /** By the threshold's name. */
  readonly at: Readonly<Record<string, Confusion>>;
}

/** What a threshold does to rows: how many are where, and the two quotients. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  /** Of what is above it, the share that is positive. */
  readonly precision: number;
  /** Of what is positive, the share that is above it. */
  readonly recall: number;
}

/** A baseline: a score has areas, a yes or no has a confusion. */
export interface Baseline extends Partial<Pick<Figures, 'rocAuc' | 'prAuc'>> {
  readonly at?: Confusion;
}
