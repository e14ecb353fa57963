import type { Finding, Moment } from '../../parts.ts';
import type { SequenceRule } from '../../rule.ts';
import type { RuleKind } from '../rule-kind.ts';
import { type ChainSettings, chainTo, stillJoinable } from '../sequence/chain.ts';
import { findingOf } from '../sequence/finding-of.ts';
import { countBefore, type Held, heldOf, hold, isTooMuch, plays } from '../sequence/held-events.ts';
import { rolesOf } from '../sequence/roles-of.ts';
import { breakWaiting, type Waiting, wait, waitedOut } from '../sequence/waiting.ts';

/** Events held back, in their order, and alerts that wait for what must not follow. */
type State = { held: Held[]; waiting: Waiting[] };

export function sequenceKind<E>(rule: SequenceRule<E>): RuleKind<E, State> {
  const steps = rule.steps.length;
  const settings: ChainSettings = {
    steps,
    strict: rule.succession === 'strict',
    withinMs: rule.withinSeconds * 1000,
  };
  const last = steps - 1;
  const follower = steps;
  const bodyRoles = 2 ** steps - 1;

  /** Looks at those of the first `count` that match the last step: each once, and in eager mode until it has raised. */
  function decide(state: State, count: number): readonly Finding[] {
    const findings: Finding[] = [];
    for (const [index, candidate] of state.held.slice(0, count).entries()) {
      if (!plays(candidate, last)) continue;
      const chain = chainTo(state.held, index, settings);
      if (chain || !rule.eager) candidate.roles &= ~(1 << last);
      if (!chain) continue;
      const finding = findingOf(rule, chain);
      if (!rule.notFollowedBy) findings.push(finding);
      else
        wait(state.waiting, finding, candidate, rule.notFollowedBy.withinSeconds * 1000, followers(state.held, index));
    }
    return findings;
  }

  const followers = (held: readonly Held[], index: number): readonly Held[] =>
    held.slice(index + 1).filter((entry) => plays(entry, follower));

  function settle(state: State, count: number, since: number): void {
    const kept = stillJoinable(state.held, count, since, settings);
    state.held = kept.filter((entry) => settings.strict || entry.roles !== 0);
  }

  return {
    initial: () => ({ held: [], waiting: [] }),
    onEvent(state, fact) {
      const roles = rolesOf(rule, fact.event);
      if (roles === 0 && !settings.strict) return [];
      const entry = heldOf(fact, roles, (roles & bodyRoles) !== 0);
      if (plays(entry, follower)) breakWaiting(state.waiting, entry);
      hold(state.held, entry);
      const findings = rule.eager ? [...decide(state, state.held.length)] : [];
      if (isTooMuch(state.held)) {
        const olderHalf = Math.floor(state.held.length / 2);
        findings.push(...decide(state, olderHalf));
        settle(state, olderHalf, Number.NEGATIVE_INFINITY);
      }
      return findings;
    },
    onTime(state, { watermark, keyWatermark }: Moment) {
      const findings = rule.eager ? [] : decide(state, countBefore(state.held, watermark));
      settle(state, countBefore(state.held, keyWatermark), keyWatermark - settings.withinMs);
      return [...findings, ...waitedOut(state.waiting, watermark)];
    },
    dueAt({ held, waiting }) {
      const candidate = rule.eager ? undefined : held.find((entry) => plays(entry, last));
      const dues = [candidate?.time, waiting[0]?.until].filter((time) => time !== undefined);
      return dues.length > 0 ? { watermark: Math.min(...dues) + 1 } : undefined;
    },
  };
}
