import { show } from '../show.ts';
import type { BoostedTreesModel, LogisticModel, Model } from './model.ts';
import { type Fields, fieldsOf, numbersOf, refuse } from './refuse.ts';
import { validateTree } from './validate-tree.ts';

const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const FEATURE = /^[a-z][a-z0-9_]{0,39}$/;

/**
 * Reads an exported model, and refuses one that could not be evaluated, or that would be evaluated wrongly: sizes that differ,
 * numbers that are none, trees that run in circles or beyond their end.
 *
 * @param value what the JSON of the file gives
 * @throws {RangeError} naming the model, the field, what is expected and what was received
 */
export function parseModel(value: unknown): Model {
  const given = fieldsOf('the model', value);
  if (given.format !== 1) refuse('format', 'must be 1: train it again with this version of the program', given.format);
  const { name, version } = given;
  if (typeof name !== 'string' || !NAME.test(name))
    refuse('name', 'must be 1 to 40 lower-case letters, digits and hyphens, the first a letter', name);
  if (!Number.isSafeInteger(version) || Number(version) < 1)
    refuse('version', 'must be a whole number over 0', version);
  const size = featuresOf(given);
  thresholdsOf(given);
  switch (given.kind) {
    case 'logistic':
      validateLogistic(given, size);
      return value as LogisticModel;
    case 'boosted-trees':
      validateTrees(given, size);
      return value as BoostedTreesModel;
    default:
      return refuse('kind', "must be 'logistic' or 'boosted-trees'", given.kind);
  }
}

/** How many there are. */
function featuresOf({ features }: Fields): number {
  if (!Array.isArray(features) || features.length === 0)
    return refuse('features', 'must be a list of one or more', features);
  const names = features.map((feature: unknown, index) => {
    const at = `features[${index}]`;
    const { name, typical } = fieldsOf(at, feature);
    if (typeof name !== 'string' || !FEATURE.test(name))
      return refuse(
        `${at}.name`,
        'must be 1 to 40 lower-case letters, digits and underscores, the first a letter',
        name,
      );
    if (!Number.isFinite(typical)) refuse(`${at}.typical`, 'must be a finite number', typical);
    return name;
  });
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) refuse('features', `must have names of their own, but ${show(twice)} is there`, 'twice');
  return names.length;
}

function thresholdsOf({ thresholds }: Fields): void {
  for (const [name, threshold] of Object.entries(fieldsOf('thresholds', thresholds))) {
    if (!(Number(threshold) > 0 && Number(threshold) < 1))
      refuse(`thresholds.${name}`, 'must be a number over 0 and below 1', threshold);
  }
}

function validateLogistic(given: Fields, size: number): void {
  numbersOf('intercept', [given.intercept], 1);
  numbersOf('coefficients', given.coefficients, size);
  numbersOf('means', given.means, size);
  const least = Math.min(...numbersOf('deviations', given.deviations, size));
  if (!(least > 0)) refuse('deviations', 'must each be over 0', least);
}

function validateTrees({ baseline, trees }: Fields, size: number): void {
  numbersOf('baseline', [baseline], 1);
  const list: readonly unknown[] = Array.isArray(trees) ? trees : [];
  if (list.length === 0) refuse('trees', 'must be a list of one or more', trees);
  for (const [index, tree] of list.entries()) validateTree(`trees[${index}]`, tree, size);
}
