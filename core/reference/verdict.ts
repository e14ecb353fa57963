import type { Decider, DeciderInput, Verdict } from '../analysis/decision.ts';

/** A verdict as it has to be. Where the decider is at fault, the reasons are told in words that are not looked at. */
export type ExpectedVerdict = Pick<Verdict, 'decision'> & Partial<Verdict>;

const MOST_REASONS = 10;
const LONGEST_REASON = 200;

/** What the decider says of an event; undefined where it is not asked. */
export function verdictOf<E>(
  { where, decide }: Decider<E>,
  event: E,
  input: () => DeciderInput<E>,
): ExpectedVerdict | undefined {
  try {
    if (!where(event)) return undefined;
    return kept(decide(input()));
  } catch {
    return { decision: 'review' };
  }
}

function kept({ decision, score, reasons }: Verdict): ExpectedVerdict {
  const isKnown = ['allow', 'review', 'block'].includes(decision);
  const isGood =
    isKnown &&
    (score === undefined || Number.isFinite(score)) &&
    reasons.every((reason) => typeof reason === 'string') &&
    (decision === 'allow' || reasons.length > 0);
  if (!isGood) return { decision: decision === 'block' ? 'block' : 'review' };
  const short = reasons.slice(0, MOST_REASONS).map(shortened);
  return { decision, ...(score !== undefined && { score }), reasons: short };
}

function shortened(reason: string): string {
  return (reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 1)}…` : reason).toWellFormed();
}
