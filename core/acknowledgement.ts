import { createHash } from 'node:crypto';

/** The hash of a payload by which producer and ledger know it: SHA-256, hexadecimal. Text is taken as UTF-8. */
export function payloadHash(payload: string | Uint8Array): string {
  return createHash('sha256').update(payload).digest('hex');
}

/**
 * What a producer writes down about a record that the stream acknowledged: a line of NDJSON in the operations bucket.
 * The ledger starts from these.
 */
export interface Acknowledgement {
  readonly shard: string;
  readonly sequence: string;
  /** Id of the event as generated, also where the payload was made invalid afterwards. */
  readonly eventId: string;
  /** {@link payloadHash} of the payload's bytes. */
  readonly hash: string;
  /** When the producer first tried to put the record, in milliseconds since the epoch. */
  readonly putAt: number;
  /** When the stream's answer came, in milliseconds since the epoch. */
  readonly acknowledgedAt: number;
  /** The fault put in, where there is one: `invalid:<kind>`, `duplicate`, `late` or `outOfOrder`. */
  readonly fault?: string;
}
