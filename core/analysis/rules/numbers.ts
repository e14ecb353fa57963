/** The number, if it is one that a rule can work with; otherwise undefined. */
export function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A number as a message names it: six significant digits. */
export const short = (value: number): string => String(Number(value.toPrecision(6)));
