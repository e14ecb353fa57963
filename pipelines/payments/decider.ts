import type { Severity } from '../../core/analysis/alert.ts';
import type { Decider, DeciderInput, DecisionKind, RaisedAlert } from '../../core/analysis/decision.ts';
import { isPurchase, type PaymentEvent } from './event.ts';
import { fraudWindows } from './fraud-features.ts';
import { alertTypes } from './rules.ts';
import { fraudModel, type Scored, scored } from './score.ts';
import { decisions } from './settings.ts';
import { isFast, totalOf } from './windows.ts';

/** From the worst to the mildest. */
const severities: readonly Severity[] = ['critical', 'warning', 'info'];

const decisionOf: Readonly<Record<Severity, DecisionKind>> = { critical: 'block', warning: 'review', info: 'allow' };

const strictness: readonly DecisionKind[] = ['block', 'review', 'allow'];

/**
 * Whether a purchase may go through: the stricter of what rules and model say. Of the rules, what the purchase raises counts,
 * and what the user's earlier events have raised shortly before: who has taken an account over is not let in again because the
 * next purchase is a small one. A critical alert blocks, another one asks for a person.
 */
export const decider: Decider<PaymentEvent> = {
  name: 'purchases',
  model: fraudModel,
  where: isPurchase,
  windows: ['transactions_5m', ...fraudWindows],
  alertsWithinSeconds: decisions.alertsWithinSeconds,
  decide: (input) => {
    const { score, ...model } = scored(input);
    const found: readonly Said[] = [
      ...worstFirst(input.alerts).map((alert) => ({
        decision: decisionOf[alert.severity],
        reason: reasonOf(alert, input),
      })),
      model,
    ];
    const strictFirst = found.toSorted((a, b) => strictness.indexOf(a.decision) - strictness.indexOf(b.decision));
    return {
      decision: strictFirst[0]?.decision ?? 'allow',
      score,
      reasons: strictFirst.flatMap(({ reason }) => reason ?? []),
    };
  },
};

/** What a rule or the model says of a purchase. */
type Said = Pick<Scored, 'decision' | 'reason'>;

/** One alert a rule, the worst first. */
function worstFirst(alerts: readonly RaisedAlert[]): readonly RaisedAlert[] {
  const byRule = [...new Map(alerts.map((alert) => [alert.rule, alert])).values()];
  return byRule.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

function reasonOf({ rule }: RaisedAlert, { windows }: DeciderInput<PaymentEvent>): string {
  const { transactions_5m: recent } = windows;
  const numbers =
    rule === 'high-velocity' && recent && isFast(recent)
      ? `: ${recent.values.transaction_count} purchases for ${totalOf(recent)} within 5 min`
      : '';
  return `${rule}: ${alertTypes[rule] ?? 'raised'}${numbers}`;
}
