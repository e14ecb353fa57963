import { isList, isObject } from '../../json.ts';
import type { JsonValue } from '../../model.ts';

type Scalar = null | boolean | number | string;
type Operator = (operand: JsonValue, value: Scalar) => boolean;

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** The operators that a rule may name, besides `exists`, which needs no value. */
const operators: Readonly<Record<string, Operator>> = {
  prefix: (operand, value) => matchesText(operand, value, (text, part) => text.startsWith(part)),
  suffix: (operand, value) => matchesText(operand, value, (text, part) => text.endsWith(part)),
  'equals-ignore-case': (operand, value) => matchesText(operand, value, (text, part) => fold(text) === fold(part)),
  'anything-but': (operand, value) => !(isList(operand) ? operand : [operand]).includes(value),
  numeric: (operand, value) => typeof value === 'number' && isWithin(operand, value),
};

/** Whether a value matches one rule of a list: the value itself, or an operator. */
export function matchesRule(rule: JsonValue, value: Scalar): boolean {
  if (!isObject(rule)) return rule === value;
  return Object.entries(rule).every(([name, operand]) => operators[name]?.(operand, value) ?? false);
}

/**
 * Whether something can be a rule: a string, number, boolean or null, or one operator with operands of the right kind.
 * `wildcard`, `cidr` and the finer `anything-but` are EventBridge's alone.
 */
export function isRule(rule: JsonValue): boolean {
  if (!isObject(rule)) return !isList(rule);
  const [[name, operand] = ['', null], ...more] = Object.entries(rule);
  if (more.length > 0) return false;
  switch (name) {
    case 'exists':
      return typeof operand === 'boolean';
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
      return typeof operand === 'string';
    case 'anything-but':
      return isValues(operand);
    case 'numeric':
      return bounds(operand) !== undefined;
    default:
      return false;
  }
}

function isValues(operand: JsonValue): boolean {
  const values = isList(operand) ? operand : [operand];
  return values.length > 0 && values.every((value) => typeof value === 'string' || typeof value === 'number');
}

function matchesText(operand: JsonValue, value: Scalar, test: (text: string, part: string) => boolean): boolean {
  return typeof operand === 'string' && typeof value === 'string' && test(value, operand);
}

const fold = (text: string): string => text.toLowerCase();

/** `["=", n]`, one bound, or a lower and an upper one. */
function bounds(operand: JsonValue): readonly (readonly [string, number])[] | undefined {
  if (!isList(operand) || (operand.length !== 2 && operand.length !== 4)) return undefined;
  const pairs: (readonly [string, number])[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const comparison = operand[index];
    const bound = operand[index + 1];
    if (typeof comparison !== 'string' || !Object.hasOwn(comparisons, comparison) || typeof bound !== 'number')
      return undefined;
    pairs.push([comparison, bound]);
  }
  return pairs;
}

function isWithin(operand: JsonValue, value: number): boolean {
  return (bounds(operand) ?? []).every(([comparison, bound]) => comparisons[comparison]?.(value, bound) ?? false);
}
