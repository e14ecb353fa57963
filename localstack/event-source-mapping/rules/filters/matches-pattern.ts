import { isList, isObject } from '../../json.ts';
import type { JsonObject, JsonValue } from '../../model.ts';
import { matchesRule } from './operators.ts';

/**
 * Whether an event matches a pattern: every name of the pattern must match (and), a name's list of rules is matched by one
 * of them (or), objects are matched name by name, and `$or` by one of its alternatives. Where the event has a list, one of
 * its elements must match.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
 */
export function matchesPattern(pattern: JsonObject, event: JsonValue | undefined): boolean {
  if (isList(event)) return event.some((element) => matchesPattern(pattern, element));
  return Object.entries(pattern).every(([name, rule]) => {
    if (name === '$or' && isAlternatives(rule)) return rule.some((one) => matchesPattern(one, event));
    const value = isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined;
    if (isObject(rule)) return matchesPattern(rule, value);
    return isList(rule) && rule.some((one) => matchesLeaf(one, value));
  });
}

/** Whether a `$or` is the operator and no field of that name. */
export function isAlternatives(rule: JsonValue): rule is readonly JsonObject[] {
  return isList(rule) && rule.length > 1 && rule.every((one) => isObject(one));
}

function matchesLeaf(rule: JsonValue, value: JsonValue | undefined): boolean {
  if (isObject(rule) && 'exists' in rule) return rule.exists === isLeaf(value);
  if (isList(value)) return value.some((element) => matchesLeaf(rule, element));
  return value !== undefined && !isObject(value) && matchesRule(rule, value);
}

/** `exists` asks for leaves: no object has a value of its own. */
function isLeaf(value: JsonValue | undefined): boolean {
  return value !== undefined && !isObject(value);
}
