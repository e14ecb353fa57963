import type { AggregateValue, WindowValue } from '../../aggregate.ts';
import type { WindowRule } from '../../rule.ts';
import type { Window, WindowResult } from '../../window.ts';
import { guardedText, threw } from '../guarded.ts';
import type { RuleKind } from '../rule-kind.ts';
import { sameWindow } from '../same-window.ts';

const MAX_REMEMBERED = 256;

type Raised = { key: string; start: number; end: number };

/** Remembers which windows have raised: by key and start, in milliseconds since the epoch. */
export function windowKind<E>(rule: WindowRule, { kind, scope = 'key' }: Window<E>): RuleKind<E, Raised[]> {
  return {
    initial: () => [],
    onResult(state, result) {
      const { key, group, start, end } = result;
      const known = state.find((raised) => raised.key === key && sameWindow(kind, raised, result));
      if (known) {
        known.start = Math.min(known.start, start);
        known.end = Math.max(known.end, end);
        return [];
      }
      const message = messageIfHolds(rule, result);
      if (message === undefined) return [];
      state.push({ key, start, end });
      if (state.length > MAX_REMEMBERED) state.splice(indexOfOldest(state), 1);
      return [
        {
          cause: String(start),
          at: start,
          message,
          values: singleValues(result.values),
          events: [result.lastEventId],
          window: { name: result.window, start, end },
          key,
          group,
        },
      ];
    },
    onTime(state, { keyWatermark }) {
      // What ended below the key's watermark no event of the key can reach. Other keys' events can: there, the bound is all.
      const kept = scope === 'stream' ? state : state.filter(({ end }) => end > keyWatermark);
      if (kept.length < state.length) state.splice(0, state.length, ...kept);
      return [];
    },
  };
}

function singleValues(values: WindowResult['values']): Record<string, AggregateValue> {
  const single = ([, value]: [string, WindowValue]) => typeof value !== 'object' || value === null;
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, AggregateValue] => single(entry)));
}

function messageIfHolds(rule: WindowRule, result: WindowResult): string | undefined {
  if (rule.on === 'final' && !result.final) return undefined;
  try {
    if (!rule.when(result)) return undefined;
  } catch (error) {
    return threw('when', error);
  }
  return guardedText('message', () => rule.message(result));
}

function indexOfOldest(state: readonly Raised[]): number {
  const isOlder = (a: Raised, b: Raised | undefined) =>
    b !== undefined && (a.start < b.start || (a.start === b.start && a.key < b.key));
  return state.reduce((oldest, raised, index) => (isOlder(raised, state[oldest]) ? index : oldest), 0);
}
