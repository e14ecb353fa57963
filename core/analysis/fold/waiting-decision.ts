import type { Decision, Verdict } from '../decision.ts';
import type { Decided } from '../decisions/decider-part.ts';
import { decisionId } from '../decisions/decision-id.ts';
import type { Fact } from '../parts.ts';
import type { ItemKind } from './item-kind.ts';
import type { ItemState } from './item-state.ts';

/** A decision that is not acknowledged, without what its item says anyway. Times in milliseconds since the epoch. */
export interface WaitingDecision extends Decided {
  /** Of the version that decided, in microseconds. */
  readonly stamp: number;
  /** Id of the event. */
  readonly event: string;
  readonly at: number;
  readonly arrivedAt: number;
}

/** Puts a decision into the outbox. */
export function putDecision<E>(state: ItemState, { id, time, arrivedAt }: Fact<E>, decided: Decided): void {
  state.decisions ??= [];
  state.decisions.push({ stamp: state.stamp, event: id, at: time, arrivedAt, ...decided });
}

/** The decisions in the outbox of an item, in the order in which they were made. */
export function decisionsIn<E>({ pipeline, key }: ItemKind<E>, { decisions = [] }: ItemState): Decision[] {
  return decisions.map(({ stamp, event, at, arrivedAt, by, version = 1, model, ...verdict }) => ({
    id: decisionId(pipeline, by, key, event),
    pipeline,
    decider: by,
    version,
    ...(model !== undefined && { model }),
    key,
    eventId: event,
    at,
    ...(verdict satisfies Verdict),
    arrivedAt,
    decidedAt: Math.floor(stamp / 1000),
  }));
}
