import type { Decision } from '../analysis/decision.ts';
import type { ExpectedDecision } from './decisions.ts';
import { type Difference, differences, instant } from './differences.ts';

/** Scores that are worked out of deviations end less than this apart, relative to them. */
const ROUNDING = 1e-9;

const SAME = ['decider', 'version', 'model', 'key', 'eventId', 'at', 'arrivedAt', 'decision'] as const;

/** Decisions compared with what they have to be: none missing, none too many, each the same in verdict, score and reasons. */
export function decisionDifferences(
  expected: readonly ExpectedDecision[],
  found: readonly Omit<Decision, 'decidedAt'>[],
): readonly Difference[] {
  return differences(expected, found, decisionName, (one, other) => [
    ...SAME.filter((field) => one[field] !== other[field]).map(
      (field) => `has ${field} ${JSON.stringify(other[field])} instead of ${JSON.stringify(one[field])}`,
    ),
    ...(one.reasons ? wrongIn({ ...one, reasons: one.reasons }, other) : []),
  ]);
}

function wrongIn(one: Pick<Decision, 'score' | 'reasons'>, other: Pick<Decision, 'score' | 'reasons'>): string[] {
  const [wanted, score] = [one.score ?? Number.NaN, other.score ?? Number.NaN];
  const isNear = Object.is(wanted, score) || Math.abs(wanted - score) <= ROUNDING * Math.abs(wanted);
  const [reasons, others] = [JSON.stringify(one.reasons), JSON.stringify(other.reasons)];
  return [
    ...(isNear ? [] : [`has score ${other.score} instead of ${one.score}`]),
    ...(reasons === others ? [] : [`has reasons ${others} instead of ${reasons}`]),
  ];
}

/** An event whose id is used again has another decision, which has the same id. */
function decisionName({ id, eventId, key, arrivedAt }: Pick<Decision, 'id' | 'eventId' | 'key' | 'arrivedAt'>): string {
  return `decision about ${eventId} of ${key} that arrived at ${instant(arrivedAt)} (${id})`;
}
