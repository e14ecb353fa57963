/**
 * What a producer writes down about a record that the stream acknowledged: a line of NDJSON in the operations bucket.
 * The ledger starts from these.
 */
export interface Acknowledgement {
  readonly shard: string;
  readonly sequence: string;
  /** Id of the event as generated, also where the payload was made invalid afterwards. */
  readonly eventId: string;
  /** SHA-256 of the payload's bytes, hexadecimal. */
  readonly hash: string;
  /** When the producer first tried to put the record, in milliseconds since the epoch. */
  readonly putAt: number;
  /** When the stream's answer came, in milliseconds since the epoch. */
  readonly acknowledgedAt: number;
  /** The fault put in, where there is one: `invalid:<kind>`, `duplicate`, `late` or `outOfOrder`. */
  readonly fault?: string;
}
