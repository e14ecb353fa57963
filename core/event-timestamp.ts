import { bucketOf } from './keys.ts';

const DAY_MS = 86_400_000;

/**
 * The write timestamp, in microseconds, of a row that shows the latest event of a key: the event time, so that the latest
 * event wins whatever the order of writes. The last three digits come from the content, so that events of one millisecond
 * are ordered the same way wherever they are written. Nothing for an event more than 24 h older than its arrival: Keyspaces
 * takes timestamps of the last two days, and a retry may come 12 h later.
 * @param eventTime milliseconds since the epoch; a fraction is cut off, as tables do
 * @param arrivedAt milliseconds since the epoch
 * @param content what tells events of one millisecond apart
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/client-side-timestamps-how-it-works.html
 */
export function eventTimestamp(eventTime: number, arrivedAt: number, content: string): bigint | undefined {
  if (eventTime < arrivedAt - DAY_MS) return undefined;
  return BigInt(Math.floor(eventTime)) * 1000n + BigInt(bucketOf(content, 1000));
}
