import type { Finding } from '../parts.ts';
import { findGroup, putGroup } from './bounded-groups.ts';

const TWO_DAYS_MS = 2 * 86_400_000;

/** By group, `at` of the last alert that was raised. */
export type CooldownState = [group: string, at: number][];

/**
 * Leaves out what the cool-down drops, and remembers what it lets through. In the order given: an alert raised silences what
 * comes after it in the same list.
 * @param cooldownMs 0: everything passes and nothing is remembered
 */
export function cooled(state: CooldownState, findings: readonly Finding[], cooldownMs: number): readonly Finding[] {
  if (cooldownMs === 0) return findings;
  return findings.filter(({ group = '', at }) => {
    const last = findGroup(state, group);
    if (last && Math.abs(at - last[1]) < cooldownMs) return false;
    forget(state, at - cooldownMs - TWO_DAYS_MS);
    putGroup(state, [group, at]);
    return true;
  });
}

/** Findings come out of order by lateness and window size, each a day at most: so two days, and no alert depends on it. */
function forget(state: CooldownState, before: number): void {
  const kept = state.filter(([, at]) => at >= before);
  state.splice(0, state.length, ...kept);
}
