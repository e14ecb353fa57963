import type { DiscardCondition } from '../protocol.ts';
import type { Batch, Delivery, Lane } from './state.ts';
import { results, type Turn } from './turn.ts';

/** How often a message to the destination is tried; AWS says that it counts failures, not how often it tries. */
const DELIVERY_TRIES = 8;

/** Gives up the first batch: to the destination where there is one, else it is lost, which is said. */
export function discard(turn: Turn, lane: Lane, batch: Batch, condition: DiscardCondition): Lane {
  const given = {
    condition,
    records: batch.records.map(({ record }) => record),
    approximateInvokeCount: batch.invocations,
    lastFailure: batch.lastFailure,
  };
  if (!turn.settings.onFailure) {
    turn.lose(given, 'no-destination');
    return { ...lane, work: lane.work.slice(1), activity: { type: 'idle' } };
  }
  return deliver(turn, lane, { discard: given, at: turn.now, failures: 0 });
}

/** Sends, or sends again. */
export function deliver(turn: Turn, lane: Lane, delivery: Delivery): Lane {
  const id = turn.nextId();
  turn.emit({ type: 'deliver', id, discard: delivery.discard, at: delivery.at });
  return { ...lane, activity: { type: 'delivering', id, delivery } };
}

/**
 * What becomes of a batch whose message was sent: done when it arrived; else it is sent again after a back-off, a few times,
 * and then lost, which is said.
 */
export function settleDelivery(turn: Turn, lane: Lane, id: string, delivery: Delivery, ok: boolean): Lane {
  const done: Lane = { ...lane, work: lane.work.slice(1), activity: { type: 'idle' } };
  if (ok) return done;
  const failures = delivery.failures + 1;
  turn.report(results.undelivered);
  if (failures < DELIVERY_TRIES) {
    const until = turn.now + turn.rules.backoff(failures, id);
    return { ...lane, activity: { type: 'redelivering', until, delivery: { ...delivery, failures } } };
  }
  turn.lose(delivery.discard, 'destination-failed');
  return done;
}
