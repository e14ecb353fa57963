import { clip, show } from '../../show.ts';
import type { DecisionKind, Verdict } from '../decision.ts';
import { threw } from '../rules/guarded.ts';

const KINDS: readonly DecisionKind[] = ['allow', 'review', 'block'];

/** Reasons of a decision, and characters of each. */
const MAX_REASONS = 10;
const MAX_REASON = 200;

/**
 * The verdict that a decider's function gives, fit to be kept. What is wrong with it comes first among its reasons and makes
 * an `allow` a `review`; a `block` stays one. A function that throws has said `review`.
 */
export function checkedVerdict(give: () => Verdict): Verdict {
  try {
    return checked(give());
  } catch (error) {
    return review([threw('decide', error)]);
  }
}

/** To be looked at by a person. @param reasons at least one */
export function review(reasons: readonly string[]): Verdict {
  return { decision: 'review', reasons: reasons.slice(0, MAX_REASONS).map((reason) => clip(reason, MAX_REASON)) };
}

function checked(given: unknown): Verdict {
  const { decision, score, reasons }: Partial<Record<keyof Verdict, unknown>> = Object(given);
  const kind = KINDS.find((one) => one === decision);
  const said = Array.isArray(reasons) ? reasons.filter((reason) => typeof reason === 'string') : [];
  const isScore = score === undefined || (typeof score === 'number' && Number.isFinite(score));
  const wrong = [
    ...(kind ? [] : [`decide gave no decision of ${KINDS.join(', ')} (received ${show(decision)})`]),
    ...(isScore ? [] : [`decide gave a score that is no finite number (received ${show(score)})`]),
    ...(Array.isArray(reasons) && said.length === reasons.length
      ? []
      : ['decide gave reasons that are no list of text']),
    ...(kind === 'allow' || said.length > 0 ? [] : ['decide gave no reason']),
  ];
  const verdict = review([...wrong, ...said]);
  return {
    decision: kind === undefined || (kind === 'allow' && wrong.length > 0) ? 'review' : kind,
    // As JSON gives it back: −0 is 0.
    ...(typeof score === 'number' && isScore && { score: score + 0 }),
    reasons: verdict.reasons,
  };
}
