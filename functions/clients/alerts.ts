import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { asError, isPassing } from './aws-errors.ts';
import { backoffMs } from './backoff.ts';
import { type Clock, systemClock } from './clock.ts';
import { cut } from './cut.ts';
import { inPool } from './pool.ts';

/** An event for the bus of alerts and decisions. */
export interface BusEvent {
  /** Such as `caudal.health`. */
  readonly source: string;
  readonly detailType: string;
  /** Sent as JSON; 256 KB with everything else. */
  readonly detail: object;
}

/** An event that the bus did not take. */
export interface NotTaken {
  readonly error: Error;
  /** Whether the bus will never take it: the event itself is at fault. */
  readonly refused: boolean;
}

/** Calls under way at once: of a batch of decisions there are many, and the bus keeps no order anyway. */
const IN_FLIGHT = 4;

/** Tries at the most. */
const TRIES = 3;

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const CALL = { entries: 10, bytes: 256 * 1024 };

/** Codes that speak of the entry, not of access or load. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
const refusals = new Set(['InvalidArgument', 'MalformedDetail', 'RedactionFailure']);

/**
 * Puts events on the bus, ten a call. The call answers well even when it did not take an entry, so each answer is looked
 * at, and what was not taken is sent again, after a back-off. Never throws.
 *
 * @returns for each event, undefined where the bus took it
 */
export async function putEvents(
  client: Pick<EventBridgeClient, 'send'>,
  bus: string,
  events: readonly BusEvent[],
  clock: Clock = systemClock,
): Promise<(NotTaken | undefined)[]> {
  const entries = events.map(
    ({ source, detailType, detail }): PutEventsRequestEntry => ({
      EventBusName: bus,
      Source: source,
      DetailType: detailType,
      Detail: JSON.stringify(detail),
    }),
  );
  const results = new Map<PutEventsRequestEntry, NotTaken | undefined>();
  let pending = entries;
  for (let attempt = 1; pending.length > 0 && attempt <= TRIES; attempt += 1) {
    if (attempt > 1) await clock.sleep(backoffMs(attempt - 1, Math.random));
    const again: PutEventsRequestEntry[] = [];
    await inPool(cut(pending, sizeOf, CALL), IN_FLIGHT, async (call) => {
      const answers = await putOnce(client, call);
      for (const [index, entry] of call.entries()) {
        const { notTaken, final } = answers[index] ?? unanswered;
        results.set(entry, notTaken);
        if (notTaken && !final) again.push(entry);
      }
    });
    pending = again;
  }
  return entries.map((entry) => results.get(entry));
}

/**
 * Puts one event on the bus.
 * @throws {Error} when the bus did not take the event
 */
export async function putAlert(
  client: Pick<EventBridgeClient, 'send'>,
  bus: string,
  event: BusEvent,
  clock: Clock = systemClock,
): Promise<void> {
  const [notTaken] = await putEvents(client, bus, [event], clock);
  if (!notTaken) return;
  const { error } = notTaken;
  throw new Error(`the bus ${bus} did not take "${event.detailType}" in ${TRIES} tries (${error.message})`);
}

interface Answer {
  readonly notTaken?: NotTaken;
  /** Whether sending it again now is of no use. */
  readonly final?: boolean;
}

const unanswered: Answer = { notTaken: { error: new Error('no answer for the entry'), refused: false } };

async function putOnce(
  client: Pick<EventBridgeClient, 'send'>,
  Entries: readonly PutEventsRequestEntry[],
): Promise<readonly Answer[]> {
  try {
    const { Entries: answers = [] } = await client.send(new PutEventsCommand({ Entries: [...Entries] }));
    return answers.map(toAnswer);
  } catch (thrown) {
    const error = asError(thrown);
    return Entries.map(() => ({ notTaken: { error, refused: false }, final: !isPassing(error) }));
  }
}

function toAnswer({ EventId, ErrorCode, ErrorMessage }: PutEventsResultEntry): Answer {
  if (EventId && !ErrorCode) return {};
  const refused = refusals.has(ErrorCode ?? '');
  const error = new Error(`${ErrorCode ?? 'no code'}: ${ErrorMessage ?? 'no message'}`);
  return { notTaken: { error, refused }, final: refused };
}

/** As EventBridge counts. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
function sizeOf({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry): number {
  return Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);
}
