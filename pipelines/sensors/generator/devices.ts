import { createRandom } from '../../../core/producer/random.ts';
import { degradations, peculiarities } from './conditions.ts';

/** A device that is made up: the same for the same number and share, whoever asks. */
export interface Device {
  readonly number: number;
  /** Undefined: new, and standing where nothing disturbs it. */
  readonly condition?:
    | { readonly degrades: keyof typeof degradations }
    | { readonly peculiar: keyof typeof peculiarities };
  /** Its wear when the run begins, 0 to 1; of a peculiar device, how peculiar it is. */
  readonly wear: number;
  /** By how much it wears in an hour; of one that does not degrade 0. */
  readonly wearAnHour: number;
}

/** From new to failed within 20 minutes to two hours: what takes years, so that one sees it. */
const LIVES_HOURS = { least: 1 / 3, most: 2 };

const ways = Object.keys(degradations) as (keyof typeof degradations)[];
const oddities = Object.keys(peculiarities) as (keyof typeof peculiarities)[];

/**
 * The device of that number, from 1. A share of all degrades, and as many are peculiar: with a tenth, `sensor-7`, `-17`, `-27`
 * … and `sensor-3`, `-13`, `-23` …
 *
 * @param degrading 0 to 0.5
 */
export function deviceOf(number: number, degrading: number): Device {
  const degrades = isTurn(number, degrading, 0.3);
  if (!degrades && !isTurn(number, degrading, 0.7)) return { number, wear: 0, wearAnHour: 0 };
  const random = createRandom('sensors', 'device', number);
  const wear = random.uniform(0, 1);
  if (!degrades) return { number, wear, wearAnHour: 0, condition: { peculiar: random.pick(oddities) } };
  const wearAnHour = 1 / random.uniform(LIVES_HOURS.least, LIVES_HOURS.most);
  return { number, wear, wearAnHour, condition: { degrades: random.pick(ways) } };
}

/** Spreads a share of all numbers evenly. */
function isTurn(number: number, share: number, offset: number): boolean {
  return Math.floor(number * share + offset) > Math.floor((number - 1) * share + offset);
}
