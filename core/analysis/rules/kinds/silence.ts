import type { Fact, Finding } from '../../parts.ts';
import type { SilenceRule } from '../../rule.ts';
import type { RuleKind } from '../rule-kind.ts';

/** The event with the highest arrival so far, and whether the silence after it has raised its alert. */
type State = { last: { id: string; arrivedAt: number; raised: boolean } | null };

/**
 * One gap, one alert, found by whoever sees first that it is too long: the event that ends it, or a sweep during it. What the
 * alert says is fixed by the event before the gap, so both say the same.
 */
export function silenceKind<E>(rule: SilenceRule): RuleKind<E, State> {
  const limitMs = rule.afterSeconds * 1000;

  function raise({ last }: State, arrived: number): readonly Finding[] {
    if (!last || last.raised || arrived - last.arrivedAt <= limitMs) return [];
    last.raised = true;
    return [
      {
        cause: last.id,
        at: last.arrivedAt,
        message: `nothing has arrived for ${rule.afterSeconds} s after ${new Date(last.arrivedAt).toISOString()}`,
        values: { after_seconds: rule.afterSeconds },
        events: [last.id],
      },
    ];
  }

  return {
    initial: () => ({ last: null }),
    onEvent(state, { id, arrivedAt }: Fact<E>) {
      const findings = raise(state, arrivedAt);
      if (!state.last || arrivedAt >= state.last.arrivedAt) state.last = { id, arrivedAt, raised: false };
      return findings;
    },
    onTime: (state, { arrived }) => raise(state, arrived),
    dueAt: ({ last }) => (last && !last.raised ? { arrived: last.arrivedAt + limitMs + 1 } : undefined),
  };
}
