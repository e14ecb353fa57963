import type { Rule } from '../rule.ts';
import type { Window } from '../window.ts';
import { sizeOf, streamGraceMs } from '../windows/grace.ts';
import type { AnalyzedPipeline } from './pipeline-parts.ts';

const DAY_SECONDS = 86_400;

/**
 * How long an item stays after the last arrival, in milliseconds: until nothing that the stream still holds can be delivered
 * again, and until no window, rule, cool-down or event id looks back any more; and a day.
 */
export function keptMs<E>({ stream, analysis }: AnalyzedPipeline<E>): number {
  const { latenessSeconds, dedupeSeconds, windows, rules, decider } = analysis;
  const reach = Math.max(
    dedupeSeconds,
    ...windows.map((window) => reachOfWindow(window, latenessSeconds * 1000) / 1000),
    ...rules.map(reachOf),
    decider?.alertsWithinSeconds ?? 0,
  );
  return (stream.retentionHours * 3600 + latenessSeconds + reach + DAY_SECONDS) * 1000;
}

/** In milliseconds. Of scope `stream`, a window takes events for a grace after its end. */
function reachOfWindow<E>(window: Window<E>, latenessMs: number): number {
  return sizeOf(window) + (window.scope === 'stream' ? streamGraceMs(window, latenessMs) : 0);
}

function reachOf<E>(rule: Rule<E>): number {
  const cooldown = rule.cooldownSeconds ?? 0;
  if (rule.kind === 'silence') return Math.max(cooldown, rule.afterSeconds);
  if (rule.kind === 'sequence')
    return Math.max(cooldown, rule.withinSeconds + (rule.notFollowedBy?.withinSeconds ?? 0));
  return cooldown;
}
