import { show } from '../show.ts';
import { boostedTrees } from './boosted-trees.ts';
import type { LogOdds } from './log-odds.ts';
import { logistic } from './logistic.ts';
import type { Model } from './model.ts';
import { parseModel } from './parse-model.ts';

/** A row by name of the feature. What is undefined, null, NaN or infinite is not known; the model says what that counts as. */
export type Row<F extends string> = Readonly<Record<F, number | null | undefined>>;

/** What speaks for a score. */
export interface Contribution<F extends string> {
  readonly feature: F;
  /** Null: not known. */
  readonly value: number | null;
  /** What the feature is when nothing is the matter. */
  readonly typical: number;
  /** By how much the log-odds would be lower with the typical value in its place, all else the same. Over 0. */
  readonly weight: number;
}

/** A model at work. Pure; each call reads the row, and keeps nothing of it. */
export interface Scorer<F extends string> {
  /** Name and version: what definitions, alerts and decisions call it. */
  readonly id: string;
  /** The score from which on what the name says is done. @throws {RangeError} for a name that the model has not, with those it has */
  threshold(name: string): number;
  /** How likely the label is, over 0 and below 1 but for rounding: as likely as in the data that the model was trained on. */
  score(row: Row<F>): number;
  /** The features that raise the score of the row most, the weightiest first. */
  contributions(row: Row<F>): readonly Contribution<F>[];
}

/**
 * Makes a scorer of an exported model. Once a process: the model is read and checked here, and scoring allocates nothing.
 *
 * @param names the features that the caller works out; the model must go by the same, or a score would be of something else
 * @throws {RangeError} for a model that cannot be evaluated, or that goes by other features
 */
export function createScorer<F extends string>(exported: unknown, names: readonly F[]): Scorer<F> {
  const model = parseModel(exported);
  const expected = model.features.map(({ name }) => name);
  const differs = expected.length !== names.length || expected.some((name, index) => name !== names[index]);
  if (differs) {
    throw new RangeError(
      `Model ${model.name} goes by ${expected.join(', ')}, and is given ${names.join(', ') || show(undefined)}: train it again`,
    );
  }
  const logOdds = logOddsOf(model);
  const row = new Float64Array(names.length);
  const read = (given: Row<F>) => {
    for (let index = 0; index < names.length; index += 1) row[index] = known(given[names[index] as F]);
  };
  return {
    id: `${model.name}-${model.version}`,
    threshold: (name) => thresholdOf(model, name),
    score(given) {
      read(given);
      return sigmoid(logOdds(row));
    },
    contributions(given) {
      read(given);
      const whole = logOdds(row);
      const found = model.features.map(({ typical }, index): Contribution<F> => {
        const value = row[index] as number;
        row[index] = typical;
        const weight = whole - logOdds(row);
        row[index] = value;
        return { feature: names[index] as F, value: Number.isNaN(value) ? null : value, typical, weight };
      });
      return found.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
    },
  };
}

function thresholdOf({ name: model, thresholds }: Model, name: string): number {
  const threshold = Object.hasOwn(thresholds, name) ? thresholds[name] : undefined;
  if (threshold !== undefined) return threshold;
  const known = Object.keys(thresholds).join(', ') || 'none';
  throw new RangeError(`Model ${model} has no threshold ${show(name)}; it has ${known}: train it again`);
}

function logOddsOf(model: Model): LogOdds {
  return model.kind === 'logistic' ? logistic(model) : boostedTrees(model);
}

function known(value: number | null | undefined): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN;
}

function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
