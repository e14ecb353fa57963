import type { Figures } from '../../../core/models/model.ts';

/** A row by what is true of it and what a model says. */
export interface Scored {
  readonly label: boolean;
  readonly score: number;
}

/** The figures of scores, by their definitions: what scikit-learn worked out has to be the same. */
export function figuresOf(scored: readonly Scored[], thresholds: Readonly<Record<string, number>>): Figures {
  const at = Object.entries(thresholds).map(([name, threshold]) => [name, confusionAt(scored, threshold)]);
  return { rocAuc: rocAuc(scored), prAuc: averagePrecision(scored), at: Object.fromEntries(at) };
}

function confusionAt(scored: readonly Scored[], threshold: number): Figures['at'][string] {
  const count = (label: boolean, found: boolean) =>
    scored.filter((one) => one.label === label && one.score >= threshold === found).length;
  const [truePositives, falsePositives] = [count(true, true), count(false, true)];
  const [falseNegatives, trueNegatives] = [count(true, false), count(false, false)];
  const precision = truePositives / Math.max(1, truePositives + falsePositives);
  const recall = truePositives / Math.max(1, truePositives + falseNegatives);
  return { truePositives, falsePositives, falseNegatives, trueNegatives, precision, recall };
}

/** How often a positive scores higher than a negative, half of the ties (Mann and Whitney): by ranks. */
function rocAuc(scored: readonly Scored[]): number {
  const groups = tied(scored);
  const positives = scored.filter(({ label }) => label).length;
  let [below, wins] = [0, 0];
  for (const { up, down } of groups.toReversed()) {
    wins += up * (below + down / 2);
    below += down;
  }
  return wins / (positives * (scored.length - positives));
}

/** Σ (recall − recall before) × precision, from the highest score down. */
function averagePrecision(scored: readonly Scored[]): number {
  const positives = scored.filter(({ label }) => label).length;
  let [found, seen, sum] = [0, 0, 0];
  for (const { up, down } of tied(scored)) {
    found += up;
    seen += up + down;
    sum += (up / positives) * (found / seen);
  }
  return sum;
}

/** Positives and negatives of each score, the highest first. */
function tied(scored: readonly Scored[]): { readonly up: number; readonly down: number }[] {
  const byScore = Map.groupBy(scored, ({ score }) => score);
  return [...byScore]
    .sort(([a], [b]) => b - a)
    .map(([, ofScore]) => {
      const up = ofScore.filter(({ label }) => label).length;
      return { up, down: ofScore.length - up };
    });
}
