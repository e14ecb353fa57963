import type { Json } from '../parts.ts';
import type { Rule } from '../rule.ts';
import type { Window } from '../window.ts';
import { definitionOf } from '../windows/definition.ts';
import { KIND_DEFAULTS, RULE_DEFAULTS } from './defaults.ts';

/**
 * The data of a rule's definition: a change of it starts the rule's state anew. A default counts the same whether it is
 * written or not. Functions do not show (`version` is for those), nor do name and severity, on which no state depends. Of
 * the window there is all that its results depend on: a rule that remembers results would take those of another window
 * for those of this one.
 */
export function definitionOfRule<E>({ name, severity, ...rule }: Rule<E>, window?: Window<E>): Json {
  return {
    rule: dataOf({ ...RULE_DEFAULTS, ...KIND_DEFAULTS[rule.kind], ...rule }),
    ...(window && { window: definitionOf(window) }),
  };
}

/** JSON leaves functions out; fields are sorted, so their order in the author's file does not matter. */
function dataOf(definition: object): Json {
  return JSON.parse(JSON.stringify(definition, (_, value: unknown) => (isRecord(value) ? sorted(value) : value)));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (value: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
