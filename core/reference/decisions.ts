import { createHash } from 'node:crypto';
import type { Analysis } from '../analysis/analysis.ts';
import type { Decider, Decision, RaisedAlert } from '../analysis/decision.ts';
import type { Window } from '../analysis/window.ts';
import type { Pipeline } from '../pipeline.ts';
import type { AcceptedRecord } from '../store.ts';
import { raisedAtOnce } from './alerts.ts';
import type { Applied } from './applied.ts';
import { dispositionsOf } from './dispositions.ts';
import { recordsByKey, type ShardParents } from './stream-order.ts';
import { type ExpectedVerdict, verdictOf } from './verdict.ts';
import { courseOf, type Stage } from './window-course.ts';

/** A decision as it has to be. When it was made is up to the function. */
export type ExpectedDecision = Omit<Decision, keyof ExpectedVerdict | 'decidedAt'> & ExpectedVerdict;

/** Earlier alerts that are handed over. */
const MOST_ALERTS = 32;

/** What decisions are worked out from, beside the records. */
export interface DecisionOptions {
  /** @default no shard has any */
  readonly parents?: ShardParents;
  /** Whether a decision about a record is wanted. @default about all */
  isWanted?(record: Pick<Applied<unknown>, 'position'>): boolean;
}

/**
 * Works out the decisions that a stream calls for, from the whole list of its accepted records: each looks up anew what lay
 * before it. No sweep has a say in them, so neither time nor sweeps are asked for.
 *
 * @param records in any order; each once
 */
export function decisionsOf<E>(
  pipeline: Pipeline<E> & { readonly analysis: Analysis<E> },
  records: readonly AcceptedRecord<E>[],
  { parents = new Map(), isWanted = () => true }: DecisionOptions = {},
): readonly ExpectedDecision[] {
  const { decider } = pipeline.analysis;
  if (!decider) return [];
  return [...recordsByKey(records, parents).values()].flatMap((ofKey) => {
    const { applied } = dispositionsOf(pipeline, ofKey);
    if (!applied.some(isWanted)) return [];
    const before = historyOf(pipeline.analysis, decider, applied);
    return applied.flatMap((one, place) => {
      const verdict = isWanted(one) && verdictOf(decider, one.event, () => ({ event: one.event, ...before(place) }));
      return verdict ? { ...signed(pipeline.name, decider, one), ...verdict } : [];
    });
  });
}

/** What a decision about the event at a place may go by. @param applied the events of one partition key, in order */
function historyOf<E>(
  analysis: Analysis<E>,
  { windows: wanted, alertsWithinSeconds = 0 }: Decider<E>,
  applied: readonly Applied<E>[],
) {
  const { windows, rules } = analysis;
  const places = new Map(applied.map(({ id, time }, place) => [`${time} ${id}`, place]));
  const raised = rules
    .flatMap((rule) => raisedAtOnce(analysis, rule, applied))
    .map(({ by, ...alert }) => ({ alert, place: places.get(`${by.time} ${by.id}`) ?? -1 }))
    .sort((a, b) => a.place - b.place);
  const courses = windows
    .filter(({ name }) => wanted.includes(name))
    .map((window) => [window.name, firstUpdates(window, applied)] as const);
  const timeAt = (place: number) => Math.min(applied[place]?.time ?? 0, applied[place]?.arrivedAt ?? 0);
  return (place: number) => {
    const own = raised.filter((one) => one.place === place);
    const since = timeAt(place) - alertsWithinSeconds * 1000;
    const earlier = raised
      .filter((one) => alertsWithinSeconds > 0 && one.place < place)
      .slice(-MOST_ALERTS)
      .filter((one) => timeAt(one.place) >= since);
    return {
      windows: Object.fromEntries(courses.map(([name, stages]) => [name, stages[place]?.result()])),
      alerts: [...earlier, ...own].map(({ alert }): RaisedAlert => alert),
    };
  };
}

/** By place of the event: the first update that it brought about, which is of the window that begins first. */
function firstUpdates<E>(window: Window<E>, applied: readonly Applied<E>[]): readonly (Stage<E> | undefined)[] {
  const updates = courseOf(window, applied, Number.NEGATIVE_INFINITY);
  const byEvent = Map.groupBy(updates, ({ instance }) => instance.events.at(-1));
  return applied.map((one) => byEvent.get(one)?.[0]);
}

/** All that a decision says beside the verdict. */
function signed<E>(
  pipeline: string,
  { name: decider, version = 1, model }: Decider<E>,
  { id: eventId, time: at, arrivedAt, partitionKey: key }: Applied<E>,
): Omit<ExpectedDecision, keyof ExpectedVerdict> {
  const named = ['decision', pipeline, decider, key, eventId];
  const id = createHash('sha256').update(JSON.stringify(named)).digest('hex').slice(0, 32);
  return { id, pipeline, decider, version, ...(model !== undefined && { model }), key, eventId, at, arrivedAt };
}
