import { show } from '../show.ts';

/** How often something happens: a whole number of minutes, hours or days, such as `1m`, `15m`, `6h`, `1d`. */
export type Interval = `${number}${'m' | 'h' | 'd'}`;

const unitMinutes: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440 };

const MOST_MINUTES = 1_440;

/**
 * The minutes of an interval from `1m` to `1d`. A minute is the least that EventBridge does.
 *
 * @throws {RangeError} naming the setting, what is expected and the value received
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html
 */
export function intervalMinutes(setting: string, value: string): number {
  const [, number, unit = ''] = /^([1-9]\d{0,3})([mhd])$/.exec(value) ?? [];
  const minutes = Number(number) * (unitMinutes[unit] ?? Number.NaN);
  if (minutes <= MOST_MINUTES) return minutes;
  throw new RangeError(
    `${setting} must be a whole number of minutes, hours or days from 1m to 1d, such as 5m or 12h (received ${show(value)})`,
  );
}
