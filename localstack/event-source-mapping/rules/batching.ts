import type { Pending } from '../machine/state.ts';
import type { MappingSettings } from '../model.ts';

/**
 * Bytes of an event at most. AWS says 6 MB.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAXIMUM_EVENT_BYTES = 6 * 1024 * 1024;

/** Room for what stands around the records: `{"Records":[]}`, a window's times, shard and stream. */
const ENVELOPE_BYTES = 4096;

/** What a lane is waiting for. */
export interface BatchOffer {
  /** Records that may be taken from the front: those before the next tumbling window. */
  readonly available: readonly Pending[];
  /** Nothing will be added to them: the shard or the tumbling window is over. */
  readonly complete: boolean;
  /** Bytes of a tumbling window's state, which travels with the records. */
  readonly stateBytes: number;
}

/** How many records to take now, or until when to wait for more. */
export type Cut = { readonly take: number } | { readonly waitUntil: number };

/**
 * Whether the records gathered make a batch: when there are as many as the batch size, when their event would pass 6 MB,
 * when the batching window is over that began with the first of them, or when no more can come. With a window of 0 what is
 * there goes at once. A record that is too large alone goes alone.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching
 */
export function cutBatch(settings: MappingSettings, offer: BatchOffer, now: number): Cut {
  const first = offer.available[0];
  if (!first) return { take: 0 };
  let bytes = ENVELOPE_BYTES + offer.stateBytes;
  let take = 0;
  for (const { record } of offer.available) {
    if (take === settings.batchSize) return { take };
    bytes += record.bytes + 1;
    if (take > 0 && bytes > MAXIMUM_EVENT_BYTES) return { take };
    take += 1;
  }
  const waitUntil = first.receivedAt + settings.batchingWindowMs;
  return take === settings.batchSize || offer.complete || now >= waitUntil ? { take } : { waitUntil };
}
