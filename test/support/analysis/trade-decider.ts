import type { Decider, DeciderInput, Verdict } from '../../../core/analysis/decision.ts';
import type { Trade } from './trades.ts';

const share = (of: unknown, most: number): number => Math.min(1, Math.max(0, Number(of ?? 0)) / most);

/** The score and reasons tell all that the decider was given, so that no difference of it stays unseen. */
export const tradeDecider: Decider<Trade> = {
  name: 'gate',
  model: 'shares-1',
  windows: ['fixed', 'sliding', 'visits', 'group-visits'],
  alertsWithinSeconds: 20,
  where({ kind, amount }) {
    if (amount === -3.3 && kind !== 'other') throw new RangeError('no such amount');
    return kind === 'buy' || kind === 'refund';
  },
  decide({ event, windows, alerts }): Verdict {
    if (event.amount === 1e-300) throw new TypeError('too little');
    if (event.amount === 0) return { decision: 'allow', score: Number.NaN, reasons: [] };
    const { fixed, sliding, visits } = windows;
    const score = (share(fixed?.values.total, 200) + share(visits?.events, 8) + share(sliding?.values.high, 100)) / 3;
    const critical = alerts.some(({ severity }) => severity === 'critical');
    return {
      decision: critical || score > 0.8 ? 'block' : score > 0.4 || alerts.length > 2 ? 'review' : 'allow',
      score,
      reasons: [told(windows), alerts.map(({ rule, severity, at }) => `${rule} ${severity} ${at % 1e6}`).join(' ')],
    };
  },
};

function told(windows: DeciderInput<Trade>['windows']): string {
  return Object.entries(windows)
    .map(([name, result]) =>
      result ? `${name} ${result.start % 1e6} ${result.end % 1e6} ${result.events}` : `no ${name}`,
    )
    .join('; ');
}
