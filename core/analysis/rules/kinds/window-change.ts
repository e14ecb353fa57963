import type { Finding } from '../../parts.ts';
import type { WindowChangeRule } from '../../rule.ts';
import type { Window, WindowResult } from '../../window.ts';
import { findGroup, putGroup } from '../bounded-groups.ts';
import { guardedText } from '../guarded.ts';
import { finite } from '../numbers.ts';
import { describeChange, largeChange } from '../relative-change.ts';
import type { RuleKind } from '../rule-kind.ts';
import { sameWindow } from '../same-window.ts';

const MAX_WINDOWS = 8;

type Final = { start: number; end: number; value: number; raised: boolean };
/** By the results' key, the last windows that became final, by start; before them the highest start. */
type State = [key: string, start: number, finals: Final[]][];

export function windowChangeKind<E>(rule: WindowChangeRule, { kind }: Window<E>): RuleKind<E, State> {
  /** Puts the result among the last windows, in place of what it was before; undefined where it is older than all of them. */
  function remember(state: State, result: WindowResult, value: number): { final: Final; before?: Final } | undefined {
    const known = findGroup(state, result.key)?.[2] ?? [];
    const raised = known.some((other) => other.raised && sameWindow(kind, other, result));
    const final = { start: result.start, end: result.end, value, raised };
    const finals = [...known.filter((other) => !sameWindow(kind, other, result)), final]
      .sort((a, b) => a.start - b.start)
      .slice(-MAX_WINDOWS);
    putGroup(state, [result.key, finals.at(-1)?.start ?? result.start, finals]);
    const index = finals.indexOf(final);
    const before = finals[index - 1];
    return index < 0 ? undefined : { final, ...(before && { before }) };
  }

  return {
    initial: () => [],
    onResult(state, result): readonly Finding[] {
      const value = result.final ? finite(result.values[rule.value]) : undefined;
      const remembered = value === undefined ? undefined : remember(state, result, value);
      if (!remembered?.before || remembered.final.raised) return [];
      const values = largeChange(rule, remembered.before.value, remembered.final.value);
      if (!values) return [];
      remembered.final.raised = true;
      const { key, group, start, end } = result;
      return [
        {
          cause: String(start),
          at: start,
          message: guardedText(
            'message',
            () => rule.message?.(result, values) ?? `${rule.value} ${describeChange(values)}`,
          ),
          values,
          events: [result.lastEventId],
          window: { name: result.window, start, end },
          key,
          group,
        },
      ];
    },
  };
}
