import { short } from './numbers.ts';

/** What moved, in the form of an alert's values. */
export type ChangeValues = { readonly value: number; readonly previous: number; readonly change: number };

/** From 96 to 91.2 is a drop of 5 %, though not in binary. */
const ROUNDING = 1e-9;

/** The change from `previous` to `value`, if it is as large as declared; undefined if not, and where `previous` is 0. */
export function largeChange(
  { drop, rise }: { readonly drop?: number; readonly rise?: number },
  previous: number,
  value: number,
): ChangeValues | undefined {
  if (previous === 0) return undefined;
  const change = (value - previous) / Math.abs(previous);
  const large = (drop !== undefined && change <= -drop + ROUNDING) || (rise !== undefined && change >= rise - ROUNDING);
  return large ? { value, previous, change } : undefined;
}

/** `fell 5.2 % from 100 to 94.8` */
export function describeChange({ value, previous, change }: ChangeValues): string {
  const verb = change < 0 ? 'fell' : 'rose';
  return `${verb} ${(Math.abs(change) * 100).toFixed(1)} % from ${short(previous)} to ${short(value)}`;
}
