import type { DeciderInput, DecisionKind } from '../../core/analysis/decision.ts';
import { createScorer } from '../../core/models/scorer.ts';
import type { PaymentEvent } from './event.ts';
import { fraudFeatures, fraudFeaturesOf } from './fraud-features.ts';
import model from './fraud-model.json' with { type: 'json' };

const scorer = createScorer(model, fraudFeatures);

/** Name and version of the model. */
export const fraudModel = scorer.id;

/** From which score on a purchase is looked at by a person, and from which it is stopped: chosen with the model. */
export const fraudThresholds = { review: scorer.threshold('review'), block: scorer.threshold('block') };

/** So many features are named as what speaks for a score. */
const NAMED = 3;

/** What the model says of a purchase. */
export interface Scored {
  /** How likely it is fraud, 0 to 1: of the model's generated data, in which frauds are many more than among your purchases. */
  readonly score: number;
  readonly decision: DecisionKind;
  /** What speaks for it most, in words; undefined where it is allowed. */
  readonly reason?: string;
}

/** Scores a purchase, by what the decider is given for it. */
export function scored(input: Pick<DeciderInput<PaymentEvent>, 'event' | 'windows'>): Scored {
  const row = fraudFeaturesOf(input);
  const score = scorer.score(row);
  const { review, block } = fraudThresholds;
  if (score < review) return { score, decision: 'allow' };
  const signs = scorer
    .contributions(row)
    .filter(({ value }) => value !== null)
    .slice(0, NAMED)
    .map(({ feature, value, typical }) => `${feature} ${short(Number(value))} (usually ${short(typical)})`);
  const reason = `${scorer.id} scores ${score.toFixed(2)}: ${signs.join(', ')}`;
  return { score, decision: score < block ? 'review' : 'block', reason };
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
