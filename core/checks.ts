import type { ArrivalContext } from './pipeline.ts';
import type { Reason } from './reason.ts';

const MINUTE_MS = 60_000;

/**
 * A reason against an instant of more than five minutes after the record's arrival: clocks may differ, but not by more.
 * @param instant an instant in normal form
 */
export function notFromTheFuture(field: string, instant: string, { arrivedAt }: ArrivalContext): readonly Reason[] {
  const latest = arrivedAt + 5 * MINUTE_MS;
  if (Date.parse(instant) <= latest) return [];
  const message = `must be at most 5 min after its arrival, so up to ${new Date(latest).toISOString()} (received ${instant})`;
  return [{ code: 'rule', field, message }];
}
