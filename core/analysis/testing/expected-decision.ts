import { show } from '../../show.ts';
import type { Decision, DecisionKind } from '../decision.ts';
import { agree } from './agree.ts';
import { pairUp } from './pair-up.ts';

/** What a test expects of a decision. What it does not say may be anything. */
export interface ExpectedDecision {
  readonly decision: DecisionKind;
  /** Id of the event. */
  readonly event?: string;
  readonly key?: string;
  /** May differ by its rounding, 1 in 10⁹. */
  readonly score?: number;
  /** All the reasons, in order, each whole or by a pattern that it matches. */
  readonly reasons?: readonly (string | RegExp)[];
}

/** In what the decision is not the expected one, each in a few words; empty where it is. */
function mismatches(expected: ExpectedDecision, found: Decision): readonly string[] {
  const wrong: string[] = [];
  const compare = (what: string, wanted: unknown, value: unknown) => {
    if (wanted !== undefined && !agree(wanted, value)) wrong.push(`${what} is ${show(value)}, not ${show(wanted)}`);
  };
  compare('event', expected.event, found.eventId);
  compare('key', expected.key, found.key);
  compare('decision', expected.decision, found.decision);
  compare('score', expected.score, found.score);
  const { reasons } = expected;
  const fits = (wanted: string | RegExp, index: number) => {
    const reason = found.reasons[index];
    return reason !== undefined && (wanted instanceof RegExp ? wanted.test(reason) : wanted === reason);
  };
  if (reasons && (reasons.length !== found.reasons.length || !reasons.every(fits)))
    wrong.push(`reasons are ${JSON.stringify(found.reasons)}, not like ${reasons.map(String).join(', ') || 'none'}`);
  return wrong;
}

/** Why the decisions are not the expected ones, for a person; undefined where they are. The order does not matter. */
export function explainDecisions(
  expected: readonly ExpectedDecision[],
  decisions: readonly Decision[],
  notes: readonly string[],
): string | undefined {
  const { missing, unexpected } = pairUp(expected, decisions, (wanted, one) => mismatches(wanted, one).length === 0);
  if (missing.length === 0 && unexpected.length === 0) return undefined;
  const near = ({ event }: ExpectedDecision) => unexpected.filter(({ eventId }) => eventId === event);
  return [
    `Expected ${expected.length === 1 ? '1 decision' : `${expected.length} decisions`}, made ${decisions.length}.`,
    ...missing.flatMap((wanted) => [
      `  missing     ${described(wanted.decision, wanted.event, wanted.score, wanted.reasons)}`,
      ...near(wanted).map((one) => `                but ${mismatches(wanted, one).join('; ')}`),
    ]),
    ...unexpected.map((one) => `  unexpected  ${described(one.decision, one.eventId, one.score, one.reasons)}`),
    ...notes.map((note) => `  note        ${note}`),
  ].join('\n');
}

function described(
  decision: DecisionKind,
  event: string | undefined,
  score: number | undefined,
  reasons: readonly (string | RegExp)[] | undefined,
): string {
  return [
    `${decision}${event === undefined ? '' : ` of event ${event}`}`,
    ...(score === undefined ? [] : [`score ${score}`]),
    ...(reasons ? [`reasons ${reasons.map(String).join(', ') || 'none'}`] : []),
  ].join(' · ');
}
