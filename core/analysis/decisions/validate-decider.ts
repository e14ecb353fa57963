import { show } from '../../show.ts';
import type { Decider } from '../decision.ts';
import { aFunction, demand, optional, type Requirement, text, whole } from '../rules/requirements.ts';
import type { Window } from '../window.ts';

const A_DAY = 86_400;

const FIELDS: Readonly<Record<keyof Decider<unknown>, Requirement>> = {
  name: text(/^[a-z0-9-]{1,40}$/, '1 to 40 lower-case letters, digits and hyphens'),
  version: optional(whole(1, Number.MAX_SAFE_INTEGER)),
  model: optional(text(/^[\s\S]{1,100}$/, '1 to 100 characters')),
  where: aFunction,
  windows: { expected: 'a list of names of windows', holds: Array.isArray },
  alertsWithinSeconds: optional(whole(0, A_DAY)),
  decide: aFunction,
};

/**
 * Refuses a decider that could not work, before anything is deployed.
 * @throws {RangeError} naming the decider and its field, what it has to be, and the value received
 */
export function validateDecider<E>(decider: Decider<E>, windows: readonly Window<E>[]): void {
  const at = `Decider ${typeof decider.name === 'string' ? decider.name : show(decider.name)}: `;
  const given: Readonly<Record<string, unknown>> = { ...decider };
  for (const [field, requirement] of Object.entries(FIELDS)) demand(`${at}${field}`, given[field], requirement);
  const unknown = Object.keys(given).find((field) => !Object.hasOwn(FIELDS, field));
  if (unknown !== undefined) {
    throw new RangeError(`${at}${unknown} is no setting; there are ${Object.keys(FIELDS).join(', ')}`);
  }
  for (const name of decider.windows) validateWindow(at, name, windows);
  const twice = decider.windows.find((name, index) => decider.windows.indexOf(name) < index);
  if (twice !== undefined) throw new RangeError(`${at}windows must name each once (received ${show(twice)} twice)`);
}

function validateWindow<E>(at: string, name: string, windows: readonly Window<E>[]): void {
  const window = windows.find((one) => one.name === name);
  if (!window) {
    const names = windows.map((one) => one.name).join(', ') || 'the pipeline has none';
    throw new RangeError(`${at}windows must be of the pipeline's: ${names} (received ${show(name)})`);
  }
  if (window.scope !== 'stream') return;
  throw new RangeError(
    `${at}windows must be of scope 'key', since those of all keys have an order of their own (received ${show(name)})`,
  );
}
