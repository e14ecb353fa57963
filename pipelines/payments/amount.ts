import { number } from '../../core/normalise.ts';
import { amounts } from './settings.ts';

const SCALE = 10 ** amounts.decimals;

/** What is further off than this from what the currency has, in its smallest unit, is no noise of binary fractions. */
const NOISE = 1e-6;

/**
 * The amount to the digits that the currency has. For sums of amounts: each is a binary fraction next to what was meant, and
 * so is their sum. Exact up to 10¹³ units.
 */
export const rounded = (amount: number): number => Math.round(amount * SCALE) / SCALE;

/** Whether an amount has no more digits than the currency. */
export const isWhole = (amount: number): boolean => rounded(amount) === amount;

/**
 * An amount, from a number or decimal text. 59.97 that was worked out as 59.970000000000006 is 59.97; an amount with a digit
 * too many is left as it is, for the check to refuse: to round it would be to change what somebody pays.
 */
export function normaliseAmount(value: unknown): unknown {
  const amount = number(value);
  if (typeof amount !== 'number') return amount;
  return Math.abs(amount * SCALE - Math.round(amount * SCALE)) < NOISE ? rounded(amount) : amount;
}
