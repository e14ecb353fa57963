import type { Derivation } from '../../core/analysis/derivation.ts';
import type { WindowRule } from '../../core/analysis/rule.ts';
import type { WindowResult } from '../../core/analysis/window.ts';
import { createScorer } from '../../core/models/scorer.ts';
import { failureFeatures, failureFeaturesOf, LEAST_READINGS } from './failure-features.ts';
import model from './failure-model.json' with { type: 'json' };
import { perMinute } from './windows.ts';

const scorer = createScorer(model, failureFeatures);
const RISK = scorer.threshold('risk');

/** How likely the device is about to fail, by the minute: over 0, below 1. */
export const failureScore: Derivation = {
  model: scorer.id,
  values: {
    failure_score: (values) =>
      Number(values.readings) < LEAST_READINGS ? undefined : scorer.score(failureFeaturesOf(values)),
  },
};

/** A device that keeps failing raises an alert every ten minutes, not one a minute. */
const COOLDOWN_SECONDS = 600;
/** So many features are named as what speaks for the score. */
const NAMED = 2;

/** Asked of whole minutes only: of a few readings, nobody should be sent to a device. */
export const failureRisk: WindowRule = {
  kind: 'window',
  name: 'failure-risk',
  severity: 'warning',
  window: perMinute.name,
  on: 'final',
  cooldownSeconds: COOLDOWN_SECONDS,
  when: ({ values }) => Number(values.failure_score) >= RISK,
  message: ({ key, values }) =>
    `${key} is likely to fail soon: ${scorer.id} scores ${Number(values.failure_score).toFixed(2)}, for ${signsOf(values)}`,
};

/** What speaks for the score most, beside what is usual. */
function signsOf(values: WindowResult['values']): string {
  const signs = scorer.contributions(failureFeaturesOf(values)).filter(({ value }) => value !== null);
  return signs
    .slice(0, NAMED)
    .map(({ feature, value, typical }) => `${feature} ${short(Number(value))} (usually ${short(typical)})`)
    .join(' and ');
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
