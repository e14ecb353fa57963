import type { SilenceRule } from '../../analysis/rule.ts';
import type { Applied } from '../applied.ts';
import type { Found, Reach } from './finding.ts';

/** The gaps between the arrivals of one partition key that are too long, and the one up to now. */
export function silencesFound<E>(
  { afterSeconds }: SilenceRule,
  applied: readonly Applied<E>[],
  { arrived }: Reach,
): readonly Found[] {
  let last = applied[0];
  return applied.flatMap((event, index) => {
    if (!last || event.arrivedAt >= last.arrivedAt) last = event;
    const { id, arrivedAt, partitionKey } = last;
    const until = applied[index + 1]?.arrivedAt ?? arrived;
    if (until - arrivedAt <= afterSeconds * 1000) return [];
    const values = { after_seconds: afterSeconds };
    return { cause: id, at: arrivedAt, key: partitionKey, group: '', events: [id], values };
  });
}
