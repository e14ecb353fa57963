import type { Alert } from '../alert.ts';
import type { RaisedAlert } from '../decision.ts';
import type { Decided, DeciderPart } from '../decisions/decider-part.ts';
import type { Due, Fact, Finding, Json, Moment, RulePart, WindowPart } from '../parts.ts';
import type { WindowResult } from '../window.ts';
import { definitionHash } from './definition-hash.ts';
import type { ItemState, PartState } from './item-state.ts';
import { blaming, deciderName, ruleName, windowName } from './part-names.ts';

/** A rule at work, and how a finding of it becomes an alert. */
export interface ItemRule<E> {
  readonly part: RulePart<E>;
  alertOf(key: string, finding: Finding, raisedAt: number): Alert;
}

/** A finding on its way to the outbox. */
export interface Found<E> {
  readonly rule: ItemRule<E>;
  readonly finding: Finding;
}

/** What an event brought about. */
export interface Effect<E> {
  readonly found: readonly Found<E>[];
  /** Undefined where there is nothing to decide. */
  readonly decided?: Decided | undefined;
}

/** The windows and rules that live in an item, at work on its state. Made once a process. */
export interface ItemParts<E> {
  /** Lets parts begin that are new or whose definition has changed, drops those that are gone. @returns how many lost a state */
  begin(state: ItemState): number;
  /** Applies an event to all parts. If it throws, parts may have changed: the caller has a copy. */
  apply(state: ItemState, key: string, fact: Fact<E>, moment: Moment): Effect<E>;
  /** Lets time pass without an event. */
  pass(state: ItemState, key: string, moment: Moment): Found<E>[];
  pending(state: ItemState, key: string, moment: Moment): WindowResult[];
  prune(state: ItemState, moment: Moment): void;
  due(state: ItemState): Due;
}

/**
 * Puts the parts of an item together. Windows see an event before rules do, and rules a result before it is decided about;
 * then time passes.
 */
export function createItemParts<E>(
  windows: readonly WindowPart<E>[],
  rules: readonly ItemRule<E>[],
  decider?: DeciderPart<E>,
): ItemParts<E> {
  const begun = new Map<string, { hash: string; initial(): Json }>();
  for (const part of windows)
    begun.set(windowName(part), { hash: definitionHash(part.definition), initial: part.initial });
  for (const { part } of rules)
    begun.set(ruleName(part), { hash: definitionHash(part.definition), initial: part.initial });
  if (decider) begun.set(deciderName(decider), { hash: definitionHash(decider.definition), initial: decider.initial });

  function toRules(state: ItemState, results: readonly WindowResult[], moment: Moment): Found<E>[] {
    return rules.flatMap((rule) =>
      results
        .filter(({ window, retracted }) => window === rule.part.window && !retracted)
        .flatMap((result) => foundBy(rule, rule.part.onResult?.(stateOf(state, ruleName(rule.part)), result, moment))),
    );
  }

  function pass(state: ItemState, key: string, moment: Moment): Found<E>[] {
    const closed = windows.flatMap((part) => part.close(stateOf(state, windowName(part)), key, moment));
    return [
      ...toRules(state, closed, moment),
      ...rules.flatMap((rule) => foundBy(rule, rule.part.onTime?.(stateOf(state, ruleName(rule.part)), moment))),
    ];
  }

  /** What a decider may know of: no alert of a rule that waits for time. */
  function raisedAtOnce(found: readonly Found<E>[], key: string, { arrivedAt }: Fact<E>): RaisedAlert[] {
    return found
      .filter(({ rule }) => rule.part.immediate)
      .sort((a, b) => rules.indexOf(a.rule) - rules.indexOf(b.rule))
      .map(({ rule, finding }) => rule.alertOf(key, finding, arrivedAt))
      .map(({ rule, severity, at }) => ({ rule, severity, at }));
  }

  return {
    begin: (state) => beginParts(state, begun),
    apply(state, key, fact, moment) {
      const changed = windows.flatMap((part) =>
        blaming(windowName(part), () => part.add(stateOf(state, windowName(part)), key, fact, moment)),
      );
      const found = [
        ...rules.flatMap((rule) => {
          const name = ruleName(rule.part);
          return foundBy(
            rule,
            blaming(name, () => rule.part.onEvent?.(stateOf(state, name), fact, moment)),
          );
        }),
        ...toRules(state, changed, moment),
      ];
      const decided = decider?.decide(
        stateOf(state, deciderName(decider)),
        fact,
        { results: changed, raised: raisedAtOnce(found, key, fact) },
        moment,
      );
      return { found: [...found, ...pass(state, key, moment)], decided };
    },
    pass,
    pending: (state, key, moment) =>
      windows.flatMap((part) => part.pending(stateOf(state, windowName(part)), key, moment)),
    prune(state, moment) {
      for (const part of windows) part.prune(stateOf(state, windowName(part)), moment);
    },
    due: (state) =>
      earliest([
        ...windows.map((part) => ({ watermark: part.closesAt(stateOf(state, windowName(part))) })),
        ...rules.map(({ part }) => part.dueAt?.(stateOf(state, ruleName(part)))),
      ]),
  };
}

function beginParts(state: ItemState, parts: ReadonlyMap<string, { hash: string; initial(): Json }>): number {
  let lost = 0;
  for (const name of Object.keys(state.parts)) {
    if (state.parts[name]?.hash === parts.get(name)?.hash) continue;
    delete state.parts[name];
    lost += 1;
  }
  for (const [name, { hash, initial }] of parts) state.parts[name] ??= { hash, state: initial() };
  return lost;
}

/** States are changed in place. */
function stateOf(state: ItemState, name: string): Json {
  const part: PartState | undefined = state.parts[name];
  if (!part) throw new Error(`Part ${name} has not begun`);
  return part.state;
}

function earliest(
  dues: readonly ({ watermark?: number | undefined; arrived?: number | undefined } | undefined)[],
): Due {
  const watermark = Math.min(...dues.map((due) => due?.watermark ?? Number.POSITIVE_INFINITY));
  const arrived = Math.min(...dues.map((due) => due?.arrived ?? Number.POSITIVE_INFINITY));
  return {
    ...(watermark < Number.POSITIVE_INFINITY && { watermark }),
    ...(arrived < Number.POSITIVE_INFINITY && { arrived }),
  };
}

function foundBy<E>(rule: ItemRule<E>, findings: readonly Finding[] = []): Found<E>[] {
  return findings.map((finding) => ({ rule, finding }));
}
