import { InvalidArgumentError, Option } from 'commander';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a duration such as `500ms`, `30s`, `2m`, `1h`, `7d` into milliseconds. A bare number is seconds. */
export function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim());
  const ms = match ? Number(match[1]) * (unitMs[match[2] ?? 's'] ?? 0) : 0;
  if (!(ms > 0)) throw new InvalidArgumentError(`Write a duration such as 500ms, 30s, 2m, 1h (received "${text}").`);
  return ms;
}

/** How an option that takes a duration differs from others of its kind. All as they would be typed. */
interface DurationSettings {
  /** @default none: the option may be left out */
  readonly fallback?: string;
  /** @default anything over 0 */
  readonly least?: string;
  /** @default no end */
  readonly most?: string;
}

/** An option that takes a duration, with its default shown as it would be typed. */
export function durationOption(flags: string, description: string, settings: DurationSettings = {}): Option {
  const { fallback, least = '1ms', most } = settings;
  const limits = most ? `from ${least} to ${most}` : `of ${least} or more`;
  const option = new Option(flags, description).argParser((text: string) => {
    const ms = duration(text);
    if (ms >= duration(least) && ms <= (most ? duration(most) : ms)) return ms;
    throw new InvalidArgumentError(`Write a duration ${limits} (received "${text}").`);
  });
  return fallback === undefined ? option : option.default(duration(fallback), fallback);
}

/** Reads a share such as `10%` or `0.1` into a number from 0 to 1. */
export function share(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim());
  const value = match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : Number.NaN;
  if (!(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError(`Write a share from 0% to 100%, such as 10% or 0.1 (received "${text}").`);
  }
  return value;
}

/** Makes a reader of numbers within a range. */
export function numberIn(low: number, high: number, kind: 'number' | 'integer' = 'number'): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= low && value <= high) || (kind === 'integer' && !Number.isInteger(value))) {
      const noun = kind === 'integer' ? 'a whole number' : 'a number';
      throw new InvalidArgumentError(`Write ${noun} from ${low} to ${high} (received "${text}").`);
    }
    return value;
  };
}

const instantPattern =
  /^\d{4}-\d{2}-\d{2}(?<time>[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?<zone>Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Reads an instant into milliseconds since the epoch: ISO 8601, in UTC where no zone is given, or a duration, which is so
 * long ago.
 */
export function instant(text: string, now: number = Date.now()): number {
  const { time, zone } = instantPattern.exec(text.trim())?.groups ?? {};
  if (/^\d+(?:\.\d+)?(?:ms|s|m|h|d)$/.test(text.trim())) return now - duration(text);
  const at = instantPattern.test(text.trim()) ? Date.parse(`${text.trim()}${time && !zone ? 'Z' : ''}`) : Number.NaN;
  if (Number.isNaN(at)) {
    throw new InvalidArgumentError(
      `Write a time such as 2026-11-22T22:30:00Z, or how long ago such as 10m (received "${text}").`,
    );
  }
  return at;
}
