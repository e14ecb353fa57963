import { hash } from 'node:crypto';
import type { Accumulator } from './accumulator.ts';
import { estimate, HASH_BITS, placeOf, REGISTERS } from './hyperloglog.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));
/** Of six bits a character. */
const HASH_LENGTH = HASH_BITS / 6;
const NO_REGISTER_RAISED = DIGITS.charAt(0).repeat(REGISTERS);

/**
 * How many distinct values there are: exactly up to 255, beyond that by HyperLogLog with a standard error of 2.3 %
 * (1.04 / √2048). Values are told apart by type too: 1 is not '1'.
 *
 * The state is text. Up to 255 values (less than 2,048 characters) it is the sparse form of Heule et al., "HyperLogLog in
 * Practice" (EDBT 2013): the values' hashes in order, 48 bits of SHA-256 in eight characters each; in one of 10¹⁰ windows
 * two values have the same. From 256 on it is the 2,048 registers of Flajolet et al., "HyperLogLog" (AofA 2007), a
 * character each. Which form it has and what is in it depends on the set of values alone: merging is exact.
 *
 * Our own, since what npm has is old (`hyperloglog`), or large and with lodash in it (`bloom-filters`), and has neither a
 * sparse form nor a state that is small as JSON.
 */
export const distinct: Accumulator<number | string | boolean, string> = {
  add: (state = '', { value }) => addHash(state, hashOf(value)),
  merge: (left, right) => {
    if (isSparse(right)) return hashesOf(right).reduce(addHash, left);
    return isSparse(left) ? hashesOf(left).reduce(addHash, right) : mergeRegisters(left, right);
  },
  value: (state) => (isSparse(state) ? state.length / HASH_LENGTH : Math.round(estimate([...state].map(sixBits)))),
};

function hashOf(value: number | string | boolean): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return hash('sha256', text, 'base64url').slice(0, HASH_LENGTH);
}

function addHash(state: string, added: string): string {
  if (!isSparse(state)) return raise(state, added);
  const at = placeIn(state, added);
  if (state.startsWith(added, at)) return state;
  const hashes = state.slice(0, at) + added + state.slice(at);
  return isSparse(hashes) ? hashes : hashesOf(hashes).reduce(raise, NO_REGISTER_RAISED);
}

function isSparse(state: string): boolean {
  return state.length < REGISTERS;
}

/** Where a hash stands among those in order, or would. */
function placeIn(hashes: string, wanted: string): number {
  let [low, high] = [0, hashes.length / HASH_LENGTH];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = middle * HASH_LENGTH;
    if (hashes.slice(at, at + HASH_LENGTH) < wanted) low = middle + 1;
    else high = middle;
  }
  return low * HASH_LENGTH;
}

function hashesOf(state: string): string[] {
  return Array.from({ length: state.length / HASH_LENGTH }, (_, index) =>
    state.slice(index * HASH_LENGTH, (index + 1) * HASH_LENGTH),
  );
}

function raise(registers: string, added: string): string {
  const bits = [...added].reduce((high, digit) => high * 64 + sixBits(digit), 0);
  const { index, rank } = placeOf(bits);
  if (sixBits(registers.charAt(index)) >= rank) return registers;
  return registers.slice(0, index) + DIGITS.charAt(rank) + registers.slice(index + 1);
}

function mergeRegisters(left: string, right: string): string {
  return Array.from({ length: REGISTERS }, (_, index) => {
    const [one, other] = [left.charAt(index), right.charAt(index)];
    return sixBits(one) >= sixBits(other) ? one : other;
  }).join('');
}

function sixBits(digit: string): number {
  return VALUES.get(digit) ?? 0;
}
