import type { Acknowledgement } from './acknowledgement.ts';

/** What was found, for the ledger to hold against what was acknowledged. */
export interface LedgerInput {
  readonly acknowledgements: readonly Acknowledgement[];
  /** By event id: SHA-256 (hexadecimal) of the payload for the event that the table of record gives back. */
  readonly rows: ReadonlyMap<string, string>;
  /** By event id: rows of it in a query table. An event that is not named was not looked at. @default none */
  readonly copies?: ReadonlyMap<string, number>;
  /** Rows of `ops.rejected_events`; `hash` is the SHA-256 of the payload, where it was read. */
  readonly rejected: readonly { readonly shard: string; readonly sequence: string; readonly hash?: string }[];
  /** What the mapping gave up and put into the bucket: both ends belong to the range. */
  readonly failed: readonly { readonly shard: string; readonly first: string; readonly last: string }[];
  /**
   * By shard: sequence number of the last record that the consumer has finished. A shard that is not named has finished
   * nothing. To be read before all else here, or what the consumer finished in between would be called lost.
   * @default not known, the deadline alone counts
   */
  readonly applied?: ReadonlyMap<string, string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /**
   * Until then, milliseconds since the epoch, a record that is found nowhere counts as in flight; from then on as lost,
   * unless it lies above what the consumer has `applied`: then it still waits in the stream.
   */
  readonly deadline: number;
}

/** Numbers of acknowledged records. `sent` is the sum of all others. */
interface LedgerCounts {
  readonly sent: number;
  readonly stored: number;
  /** Sent again with id and content of a record that is stored: one row, rightly. */
  readonly duplicate: number;
  readonly rejected: number;
  readonly failed: number;
  /** Not found yet, though nothing is wrong: the deadline has not come, or the consumer has not. */
  readonly inFlight: number;
  /** Found nowhere, or only with other content, or without its row in a query table. */
  readonly lost: number;
}

/** A record that is not as it should be. */
export interface LedgerEntry {
  readonly eventId: string;
  readonly shard: string;
  readonly sequence: string;
  /** Where the record was last seen, and what is wrong. */
  readonly lastSeen: string;
}

export interface LedgerReport {
  readonly counts: LedgerCounts;
  readonly lost: readonly LedgerEntry[];
  /** There more than once. */
  readonly doubled: readonly LedgerEntry[];
  /** There with other content: counted as lost. */
  readonly altered: readonly LedgerEntry[];
}

type Rejection = LedgerInput['rejected'][number];
type Verdict = Exclude<keyof LedgerCounts, 'sent'>;

/**
 * Holds what the stream acknowledged against what was found, record by record, by identity and never by count: an event
 * by its id and content, a rejection and a failure by shard and sequence number. Pure. A position acknowledged twice is
 * one record. Where a record is both stored and within a range that the mapping gave up, it counts as stored.
 */
export function reconcile(input: LedgerInput): LedgerReport {
  const acknowledged = [...new Map(input.acknowledgements.map((ack) => [positionKey(ack), ack])).values()];
  const rejections = Map.groupBy(input.rejected, positionKey);
  const isFailed = failedRanges(input.failed);
  const lists = { lost: [] as LedgerEntry[], doubled: [] as LedgerEntry[], altered: [] as LedgerEntry[] };
  const counts: Record<keyof LedgerCounts, number> = {
    sent: acknowledged.length,
    stored: 0,
    duplicate: 0,
    rejected: 0,
    failed: 0,
    inFlight: 0,
    lost: 0,
  };
  const storedIds = new Set<string>();
  const explainedRows = new Set<string>();

  const note = (list: keyof typeof lists, ack: Acknowledgement, lastSeen: string): void => {
    lists[list].push({ eventId: ack.eventId, shard: ack.shard, sequence: ack.sequence, lastSeen });
  };

  const judgeRejected = (ack: Acknowledgement, rows: readonly Rejection[]): Verdict => {
    if (rows.length > 1) note('doubled', ack, `${rows.length} rejected rows of its position`);
    if (rows.every(({ hash }) => hash === undefined || hash === ack.hash)) return 'rejected';
    note('altered', ack, 'a rejected row of its position, with another payload');
    return 'lost';
  };

  const judgeStored = (ack: Acknowledgement): Verdict => {
    const first = !storedIds.has(ack.eventId);
    storedIds.add(ack.eventId);
    const copies = input.copies?.get(ack.eventId) ?? 1;
    if (copies < 1) {
      note('lost', ack, 'a row in the table of record, none in a query table');
      return 'lost';
    }
    if (first && copies > 1) note('doubled', ack, `${copies} rows in a query table`);
    return first ? 'stored' : 'duplicate';
  };

  const judge = (ack: Acknowledgement): Verdict => {
    const rejected = rejections.get(positionKey(ack));
    if (rejected) return judgeRejected(ack, rejected);
    explainedRows.add(ack.eventId);
    const row = input.rows.get(ack.eventId);
    if (row === ack.hash) return judgeStored(ack);
    if (row !== undefined) {
      note('altered', ack, 'a row of its id in the table of record, with other content');
      return 'lost';
    }
    if (isFailed(ack)) return 'failed';
    if (input.now < input.deadline || isAhead(ack, input.applied)) return 'inFlight';
    note('lost', ack, lastSeenInStream(ack, input.applied));
    return 'lost';
  };

  for (const ack of acknowledged) counts[judge(ack)] += 1;
  for (const ack of acknowledged) {
    const onlyRejected = rejections.has(positionKey(ack)) && !explainedRows.has(ack.eventId);
    if (onlyRejected && input.rows.has(ack.eventId)) note('doubled', ack, 'both a rejected row and a row of its id');
  }
  return { counts, ...lists };
}

/** Whether the consumer is known not to have finished the record. */
function isAhead({ shard, sequence }: Acknowledgement, applied: LedgerInput['applied']): boolean {
  if (!applied) return false;
  const last = applied.get(shard);
  return last === undefined || BigInt(sequence) > BigInt(last);
}

function lastSeenInStream({ shard, acknowledgedAt }: Acknowledgement, applied: LedgerInput['applied']): string {
  const seen = `the stream, which acknowledged it at ${new Date(acknowledgedAt).toISOString()}`;
  const last = applied?.get(shard);
  return last === undefined ? seen : `${seen}; the consumer has gone past it, to ${last}`;
}

function positionKey({ shard, sequence }: { readonly shard: string; readonly sequence: string }): string {
  return `${shard}:${sequence}`;
}

function failedRanges(ranges: LedgerInput['failed']): (ack: Acknowledgement) => boolean {
  const byShard = Map.groupBy(
    ranges.map(({ shard, first, last }) => ({ shard, first: BigInt(first), last: BigInt(last) })),
    ({ shard }) => shard,
  );
  return ({ shard, sequence }) => {
    const at = BigInt(sequence);
    return byShard.get(shard)?.some(({ first, last }) => first <= at && at <= last) ?? false;
  };
}
