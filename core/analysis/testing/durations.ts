import { show } from '../../show.ts';

const UNIT_MS = { ms: 1, s: 1000, min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds, or text such as `90s`, `5m`, `1.5 h`, `2d`, `250ms`. */
export type Duration = number | string;

/** A point of time: milliseconds since the epoch, text that `Date` reads (ISO 8601), or a `Date`. */
export type Instant = number | string | Date;

/**
 * @returns milliseconds
 * @throws {RangeError} for what is no duration of 0 or more
 */
export function durationMs(duration: Duration): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)$/.exec(String(duration)) ?? [];
  const ms =
    typeof duration === 'number' ? duration : Math.round(Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS]);
  if (Number.isFinite(ms) && ms >= 0) return ms;
  throw new RangeError(
    `A duration must be milliseconds or text such as '90s', '5m' or '1h' (received ${show(duration)})`,
  );
}

/**
 * @returns milliseconds since the epoch
 * @throws {RangeError} for what is no point of time
 */
export function instantMs(instant: Instant): number {
  const ms = new Date(instant).getTime();
  if (Number.isFinite(ms)) return ms;
  throw new RangeError(`A point of time must be ISO 8601, milliseconds or a Date (received ${show(instant)})`);
}
