import { type Decode, decode as decodeJson } from './decode.ts';
import { type Failure, lowestFailure, precedes } from './failure.ts';
import { createJudge, type Judgement } from './judge.ts';
import { maskText } from './mask.ts';
import type { Pipeline } from './pipeline.ts';
import { clip, show } from './show.ts';
import { compareSequence, type SourceRecord } from './source.ts';
import type { AcceptedRecord, EventStore, RejectedRecord, WriteOutcome } from './store.ts';

/** What became of a batch. Times are in milliseconds since the epoch. */
export interface BatchOutcome<E = unknown> {
  /** All records of the batch, in the order received. */
  readonly records: readonly SourceRecord[];
  /** Records that are written as events: only those before the failed position. */
  readonly stored: readonly AcceptedRecord<E>[];
  /** Records that are written as rejected: only those before the failed position. */
  readonly rejected: readonly RejectedRecord[];
  /** The lowest position that failed for a passing reason. From it on, the stream delivers again. */
  readonly failed?: Failure;
  readonly receivedAt: number;
  /** When all records were judged. */
  readonly judgedAt: number;
  /** When the store had answered. */
  readonly writtenAt: number;
}

/**
 * Takes a batch of one shard from bytes to rows: judges each record in order, writes events and rejections, and turns
 * rows that the store refuses into rejections (`store-refused`). What fails for a passing reason is not an exception but
 * `failed`: the caller reports that position, and all from there on comes again. A rejection that can't be written is
 * such a failure too, also when the store refuses it, for a record that is written nowhere would be lost.
 *
 * @param decode @default payloads are JSON
 */
export async function processBatch<E>(
  pipeline: Pipeline<E>,
  records: readonly SourceRecord[],
  store: EventStore<E>,
  now: () => number,
  decode: Decode = decodeJson,
): Promise<BatchOutcome<E>> {
  const receivedAt = now();
  const { accepted, rejected } = partition(records.map(judgeOf(pipeline, decode)));
  const judgedAt = now();

  const first = await write(store, accepted, rejected);
  const rejectedSequences = sequencesOf(rejected);
  const refused = first.refused.filter(({ record }) => !rejectedSequences.has(record.position.sequence));
  const stuck = first.refused.filter(({ record }) => rejectedSequences.has(record.position.sequence)).map(unwritable);
  const before = lowestFailure([...first.failed.map(toFailure), ...stuck]);

  const refusals = refusalsOf(pipeline, accepted, refused).filter(({ record }) => precedes(record.position, before));
  const second = refusals.length > 0 ? await write(store, [], refusals) : { refused: [], failed: [] };
  const failed = lowestFailure([
    ...(before ? [before] : []),
    ...second.failed.map(toFailure),
    ...second.refused.map(unwritable),
  ]);

  const refusedSequences = sequencesOf(refused);
  return {
    records,
    stored: accepted.filter(
      ({ record }) => !refusedSequences.has(record.position.sequence) && precedes(record.position, failed),
    ),
    rejected: [...rejected, ...refusals]
      .filter(({ record }) => precedes(record.position, failed))
      .sort((a, b) => compareSequence(a.record.position, b.record.position)),
    ...(failed && { failed }),
    receivedAt,
    judgedAt,
    writtenAt: now(),
  };
}

const judges = new WeakMap<Decode, WeakMap<object, unknown>>();

/** The judge of a pipeline is compiled once in the life of the process. */
function judgeOf<E>(pipeline: Pipeline<E>, decode: Decode): (record: SourceRecord) => Judgement<E> {
  const ofDecode = judges.get(decode) ?? new WeakMap<object, unknown>();
  judges.set(decode, ofDecode);
  const known = ofDecode.get(pipeline) as ReturnType<typeof createJudge<E>> | undefined;
  const judge = known ?? createJudge(pipeline, decode);
  ofDecode.set(pipeline, judge);
  return judge;
}

function partition<E>(judgements: readonly Judgement<E>[]): {
  accepted: AcceptedRecord<E>[];
  rejected: RejectedRecord[];
} {
  const accepted: AcceptedRecord<E>[] = [];
  const rejected: RejectedRecord[] = [];
  for (const judgement of judgements) {
    if ('accepted' in judgement) accepted.push(judgement.accepted);
    else rejected.push(judgement.rejected);
  }
  return { accepted, rejected };
}

/** Asks the store, and takes an exception, against its contract, for the failure of all that it was given. */
async function write<E>(
  store: EventStore<E>,
  accepted: readonly AcceptedRecord<E>[],
  rejected: readonly RejectedRecord[],
): Promise<WriteOutcome> {
  try {
    return await store.write(accepted, rejected);
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(`The store threw ${show(thrown)}`);
    return { refused: [], failed: [...accepted, ...rejected].map(({ record }) => ({ record, error })) };
  }
}

/** One rejection a record, with every table's complaint. */
function refusalsOf<E>(
  { personal = [] }: Pipeline<E>,
  accepted: readonly AcceptedRecord<E>[],
  refused: WriteOutcome['refused'],
): RejectedRecord[] {
  const complaints = Map.groupBy(refused, ({ record }) => record.position.sequence);
  return accepted.flatMap(({ record, event }) => {
    const messages = complaints.get(record.position.sequence);
    if (!messages) return [];
    const reasons = messages.map(({ message }) => ({
      code: 'store-refused' as const,
      message: clip(maskText(message, event as object, personal), 300),
    }));
    return [{ record, reasons }];
  });
}

function sequencesOf(items: readonly { readonly record: SourceRecord }[]): ReadonlySet<string> {
  return new Set(items.map(({ record }) => record.position.sequence));
}

function toFailure({ record, error }: WriteOutcome['failed'][number]): Failure {
  return { position: record.position, error };
}

function unwritable({ record, message }: WriteOutcome['refused'][number]): Failure {
  return {
    position: record.position,
    error: new Error(`The store refused the row of a rejected record: ${message}`),
  };
}
