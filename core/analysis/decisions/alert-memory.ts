import type { RaisedAlert } from '../decision.ts';

/** Alerts that are remembered at the most. */
const MAX_REMEMBERED = 32;

/** A record's arrival may lie a little before that of the one before it, so what is forgotten is older than it needs to be. */
const SLACK_MS = 3_600_000;

/** By alert: rule, severity, `at`, and the time of the event that raised it. Milliseconds since the epoch. */
export type AlertMemory = [rule: string, severity: RaisedAlert['severity'], at: number, time: number][];

/** What was raised by events of that time or later, in the order in which it was raised. */
export function recall(memory: AlertMemory, since: number): RaisedAlert[] {
  return memory.filter(([, , , time]) => time >= since).map(([rule, severity, at]) => ({ rule, severity, at }));
}

/**
 * Remembers what an event raised; of more than 32 alerts, those that were raised first are forgotten. What is too old goes
 * only as far as nothing before it stays, so that it makes no room for what there would have been none for.
 * @param time of the event
 * @param horizon what no event to come looks back beyond
 */
export function remember(memory: AlertMemory, raised: readonly RaisedAlert[], time: number, horizon: number): void {
  for (const { rule, severity, at } of raised) memory.push([rule, severity, at, time]);
  const fresh = memory.findIndex(([, , , before]) => before >= horizon - SLACK_MS);
  memory.splice(0, Math.max(fresh === -1 ? memory.length : fresh, memory.length - MAX_REMEMBERED));
}
