import { show } from '../../show.ts';
import type { Rule, SequenceRule } from '../rule.ts';
import type { Window } from '../window.ts';
import { demand, type Requirement } from './requirements.ts';
import { COMMON_FIELDS, FIELDS_BY_KIND, NOT_FOLLOWED_BY_FIELDS, STEP_FIELDS } from './requirements-by-kind.ts';

/**
 * Refuses a rule that could not work, before anything is deployed: fields out of range, unknown or missing ones, a window or
 * an aggregate that is not there, settings that exclude each other. That names are unique is the pipeline's to check.
 * @throws {RangeError} naming rule and field, what it has to be, and the value received
 */
export function validateRule<E>(rule: Rule<E>, windows: readonly Window<E>[]): void {
  const fields = FIELDS_BY_KIND[rule.kind];
  const at = `Rule ${typeof rule.name === 'string' ? rule.name : show(rule.name)}`;
  if (!Object.hasOwn(FIELDS_BY_KIND, rule.kind)) {
    throw new RangeError(
      `${at}: kind must be one of ${Object.keys(FIELDS_BY_KIND).join(', ')} (received ${show(rule.kind)})`,
    );
  }
  validateFields(`${at}: `, rule, { ...COMMON_FIELDS, ...fields }, ['kind']);
  if (rule.kind === 'sequence') validateSequence(`${at}: `, rule);
  if (rule.kind === 'change' || rule.kind === 'window-change') {
    if (rule.drop === undefined && rule.rise === undefined) {
      throw new RangeError(`${at}: drop or rise must be given, a number over 0 (received neither)`);
    }
  }
  if (rule.kind === 'window' || rule.kind === 'window-change') validateWindowOf(`${at}: `, rule, windows);
}

function validateFields(
  at: string,
  value: object,
  fields: Readonly<Record<string, Requirement>>,
  others: readonly string[] = [],
): void {
  const given: Readonly<Record<string, unknown>> = { ...value };
  for (const [field, requirement] of Object.entries(fields)) demand(`${at}${field}`, given[field], requirement);
  const unknown = Object.keys(given).find((field) => !Object.hasOwn(fields, field) && !others.includes(field));
  if (unknown !== undefined) {
    throw new RangeError(`${at}${unknown} is no setting; there are ${Object.keys(fields).join(', ')}`);
  }
}

function validateSequence<E>(at: string, rule: SequenceRule<E>): void {
  for (const [index, step] of rule.steps.entries()) validateFields(`${at}steps[${index}].`, step, STEP_FIELDS);
  const names = rule.steps.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined)
    throw new RangeError(`${at}steps must have names of their own (received ${show(twice)} twice)`);
  if (rule.notFollowedBy) {
    validateFields(`${at}notFollowedBy.`, rule.notFollowedBy, NOT_FOLLOWED_BY_FIELDS);
  } else if (names.length === 1) {
    throw new RangeError(`${at}steps must be two or more where there is no notFollowedBy (received 1)`);
  }
  if (!rule.eager) return;
  const against = [
    rule.succession === 'strict' && "succession 'strict'",
    rule.notFollowedBy && 'notFollowedBy',
    (rule.cooldownSeconds ?? 0) > 0 && 'cooldownSeconds',
  ].find(Boolean);
  if (against) {
    throw new RangeError(
      `${at}eager must not be combined with ${against}: that needs the events in order, so it waits`,
    );
  }
}

function validateWindowOf<E>(
  at: string,
  rule: { readonly window: string; readonly value?: string },
  windows: readonly Window<E>[],
): void {
  const window = windows.find(({ name }) => name === rule.window);
  if (!window) {
    const names = windows.map(({ name }) => name).join(', ') || 'the pipeline has none';
    throw new RangeError(`${at}window must be one of the pipeline's windows: ${names} (received ${show(rule.window)})`);
  }
  const values = [...Object.keys(window.aggregates), ...Object.keys(window.derive?.values ?? {})];
  if (rule.value !== undefined && !values.includes(rule.value)) {
    throw new RangeError(
      `${at}value must be a value of window ${window.name}: ${values.join(', ')} (received ${show(rule.value)})`,
    );
  }
}
