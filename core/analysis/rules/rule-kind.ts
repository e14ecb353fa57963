import type { Due, Fact, Finding, Json, Moment } from '../parts.ts';
import type { WindowResult } from '../window.ts';

/**
 * What one kind of rule does, on a state of its own; cool-down, name and definition come around it in `createRulePart`.
 * The methods are those of `RulePart`.
 */
export interface RuleKind<E, S extends Json> {
  initial(): S;
  /** Throws what the author's functions throw, and then has not changed the state. */
  onEvent?(state: S, fact: Fact<E>, moment: Moment): readonly Finding[];
  /** Never throws. */
  onResult?(state: S, result: WindowResult, moment: Moment): readonly Finding[];
  /** Never throws. */
  onTime?(state: S, moment: Moment): readonly Finding[];
  dueAt?(state: S): Due | undefined;
}
