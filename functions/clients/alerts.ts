import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { backoffMs } from './backoff.ts';
import { type Clock, systemClock } from './clock.ts';

/** An event for the bus of alerts. */
export interface Alert {
  /** Such as `caudal.health`. */
  readonly source: string;
  readonly detailType: string;
  /** Sent as JSON; 256 KB with everything else. */
  readonly detail: object;
}

/** Tries at the most. */
const TRIES = 3;

/**
 * Puts an event on the bus. The call answers well even when it did not take the entry, so its count of failed entries is
 * looked at, and such an entry is sent again.
 *
 * @throws {Error} when the bus did not take the event in three tries
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export async function putAlert(
  client: Pick<EventBridgeClient, 'send'>,
  bus: string,
  { source, detailType, detail }: Alert,
  clock: Clock = systemClock,
): Promise<void> {
  const entry = { EventBusName: bus, Source: source, DetailType: detailType, Detail: JSON.stringify(detail) };
  let refusal = '';
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    if (attempt > 1) await clock.sleep(backoffMs(attempt - 1, Math.random));
    const { FailedEntryCount = 0, Entries = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
    if (FailedEntryCount === 0) return;
    refusal = `${Entries[0]?.ErrorCode ?? 'no code'}: ${Entries[0]?.ErrorMessage ?? 'no message'}`;
  }
  throw new Error(`the bus ${bus} did not take "${detailType}" in ${TRIES} tries (${refusal})`);
}
