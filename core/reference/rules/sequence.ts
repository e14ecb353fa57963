import type { SequenceRule } from '../../analysis/rule.ts';
import { type Applied, byTime } from '../applied.ts';
import type { Found, Reach } from './finding.ts';

/** The sequences of events of one partition key whose last event is decided. */
export function sequencesFound<E>(
  rule: SequenceRule<E>,
  applied: readonly Applied<E>[],
  { watermark }: Reach,
): readonly Found[] {
  const inOrder = applied.toSorted(byTime);
  const waitMs = (rule.notFollowedBy?.withinSeconds ?? 0) * 1000;
  return inOrder.flatMap((last, index) => {
    if (!rule.steps.at(-1)?.where(last.event)) return [];
    if (!rule.eager && watermark <= last.time + waitMs) return [];
    const chain = chainTo(rule, inOrder.slice(0, index + 1));
    if (!chain) return [];
    if (isFollowed(rule, last, inOrder.slice(index + 1))) return [];
    const events = chain.map(({ event }) => event);
    return {
      ...{ cause: last.id, at: last.time, key: last.partitionKey, group: '', events: chain.map(({ id }) => id) },
      ...{ values: rule.values?.(events) ?? {}, message: rule.message(events) },
      ...(rule.eager && { foundWith: foundWith(rule, applied, last) }),
    };
  });
}

/** The same, if it is not too long. */
function chainTo<E>(rule: SequenceRule<E>, events: readonly Applied<E>[]): readonly Applied<E>[] | undefined {
  const chain = chainOf(rule, events);
  const [first, last] = [chain?.[0], events.at(-1)];
  return first && last && last.time - first.time <= rule.withinSeconds * 1000 ? chain : undefined;
}

/** The event with which all that the sequence needs has come. */
function foundWith<E>(rule: SequenceRule<E>, applied: readonly Applied<E>[], last: Applied<E>): Applied<E> {
  const place = applied.indexOf(last);
  const after = applied.slice(place).find((_, more) => {
    const come = applied.slice(0, place + more + 1).toSorted(byTime);
    return chainTo(rule, come.slice(0, come.indexOf(last) + 1)) !== undefined;
  });
  return after ?? last;
}

/** The events of the steps, the last of `events` being that of the last step; undefined where a step has none. */
function chainOf<E>(rule: SequenceRule<E>, events: readonly Applied<E>[]): readonly Applied<E>[] | undefined {
  let chain: Applied<E>[] = [];
  let rest = events;
  for (const [back, step] of rule.steps.toReversed().entries()) {
    const rightBefore = back === 0 || rule.succession === 'strict';
    const place = rightBefore ? rest.length - 1 : rest.findLastIndex(({ event }) => step.where(event));
    const found = rest[place];
    if (!found || !step.where(found.event)) return undefined;
    chain = [found, ...chain];
    rest = rest.slice(0, place);
  }
  return chain;
}

/** @param after the events behind the last one of the sequence, in order */
function isFollowed<E>({ notFollowedBy }: SequenceRule<E>, last: Applied<E>, after: readonly Applied<E>[]): boolean {
  if (!notFollowedBy) return false;
  const until = last.time + notFollowedBy.withinSeconds * 1000;
  return after.some(({ event, time }) => time <= until && notFollowedBy.where(event));
}
