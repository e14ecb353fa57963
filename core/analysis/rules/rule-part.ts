import type { Finding, Json, RulePart } from '../parts.ts';
import type { Rule } from '../rule.ts';
import type { Window } from '../window.ts';
import { type CooldownState, cooled } from './cooldown.ts';
import { definitionOfRule } from './definition-of-rule.ts';
import { anomalyKind } from './kinds/anomaly.ts';
import { changeKind } from './kinds/change.ts';
import { modelKind } from './kinds/model.ts';
import { sequenceKind } from './kinds/sequence.ts';
import { silenceKind } from './kinds/silence.ts';
import { thresholdKind } from './kinds/threshold.ts';
import { windowKind } from './kinds/window.ts';
import { windowChangeKind } from './kinds/window-change.ts';
import type { RuleKind } from './rule-kind.ts';

export interface RulePartSettings<E> {
  /** Name of the pipeline, for messages. */
  readonly pipeline: string;
  /** The window that a rule of kind `window` or `window-change` names. */
  readonly window?: Window<E>;
}

/** What the kind remembers, and what the cool-down does. */
type State = { kind: Json; cooldown: CooldownState };

/**
 * A rule at work. Every kind gets its cool-down here, once: in event time, per key (the state is one key's) and group.
 * @throws {RangeError} for a rule on a window without the window
 */
export function createRulePart<E>(rule: Rule<E>, settings: RulePartSettings<E>): RulePart<E> {
  const kind: RuleKind<E, Json> = kindOf(rule, settings);
  const cooldownMs = (rule.cooldownSeconds ?? 0) * 1000;
  const { onEvent, onResult, onTime, dueAt } = kind;

  function step(state: Json, find: (kindState: Json) => readonly Finding[]): readonly Finding[] {
    const own = state as State;
    return cooled(own.cooldown, find(own.kind), cooldownMs);
  }

  return {
    name: rule.name,
    definition: definitionOfRule(rule, settings.window),
    immediate: isImmediate(rule),
    ...('window' in rule && { window: rule.window }),
    initial: () => ({ kind: kind.initial(), cooldown: [] }),
    ...(onEvent && { onEvent: (state, fact, moment) => step(state, (own) => onEvent(own, fact, moment)) }),
    ...(onResult && { onResult: (state, result, moment) => step(state, (own) => onResult(own, result, moment)) }),
    ...(onTime && { onTime: (state, moment) => step(state, (own) => onTime(own, moment)) }),
    ...(dueAt && { dueAt: (state) => dueAt((state as State).kind) }),
  };
}

function kindOf<E>(rule: Rule<E>, settings: RulePartSettings<E>): RuleKind<E, Json> {
  switch (rule.kind) {
    case 'threshold':
      return thresholdKind(rule);
    case 'window':
      return windowKind(rule, windowOf(rule, settings));
    case 'sequence':
      return sequenceKind(rule);
    case 'change':
      return changeKind(rule);
    case 'window-change':
      return windowChangeKind(rule, windowOf(rule, settings));
    case 'silence':
      return silenceKind(rule);
    case 'anomaly':
      return anomalyKind(rule);
    case 'model':
      return modelKind(rule);
  }
}

function isImmediate<E>(rule: Rule<E>): boolean {
  switch (rule.kind) {
    case 'sequence':
      return rule.eager === true;
    case 'window':
      return rule.on !== 'final';
    case 'window-change':
    case 'silence':
      return false;
    default:
      return true;
  }
}

function windowOf<E>(rule: { name: string; window: string }, { pipeline, window }: RulePartSettings<E>): Window<E> {
  if (window?.name === rule.window) return window;
  throw new RangeError(
    `the part of rule ${rule.name} of pipeline ${pipeline} needs its window ${rule.window} (received ${window?.name ?? 'none'})`,
  );
}
