import type { Input } from '../api/inputs.ts';
import { invalidArgument, KinesisError } from '../errors.ts';
import { rateExceeded } from '../limits.ts';
import type { LogRecord } from '../log/frame.ts';
import { hashKeyOf, largestHashKey } from '../shards/hash-key.ts';
import { shardFor } from '../shards/router.ts';
import { parseSequenceNumber, sequenceNumbers } from '../shards/sequence-number.ts';
import type { Shard } from '../shards/shard.ts';
import type { Stream } from '../streams/stream.ts';
import { type Context, findReadyStream } from './context.ts';

type Entry = Input<'PutRecords'>['Records'][number];

/** What became of a record. */
type Outcome = { readonly ShardId: string; readonly SequenceNumber: string } | KinesisError;

/** Records of a request for one shard, and their places in the request. */
interface Share {
  readonly shard: Shard;
  readonly places: number[];
}

/** Largest sum of data and partition keys. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const largestRequest = 10 * 1024 * 1024;

/** Adds a record. @throws {KinesisError} ProvisionedThroughputExceededException when the limits are on and reached */
export async function putRecord(context: Context, input: Input<'PutRecord'>): Promise<object> {
  const stream = findReadyStream(context, input);
  const { name, account } = stream.state;
  const minimum = input.SequenceNumberForOrdering;
  if (minimum !== undefined && parseSequenceNumber(minimum) === undefined) {
    throw invalidArgument(
      `ExclusiveMinimumSequenceNumber ${minimum} used in PutRecord on stream ${name} under account ${account} is invalid.`,
    );
  }
  const started = context.now();
  const [outcome] = await put(context, stream, [input]);
  const isDone = outcome !== undefined && !(outcome instanceof KinesisError);
  context.metrics.ofStream(stream, [
    ['PutRecord.Bytes', 'Bytes', sizeOf(input)],
    ['PutRecord.Success', 'Count', Number(isDone)],
    ['PutRecord.Latency', 'Milliseconds', context.now() - started],
  ]);
  if (!isDone) throw outcome;
  return { ...outcome, ...encryptionOf(stream) };
}

/** Adds up to 500 records. Those that could not be added are named in the answer. */
export async function putRecords(context: Context, input: Input<'PutRecords'>): Promise<object> {
  const stream = findReadyStream(context, input);
  const bytes = input.Records.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > largestRequest) throw invalidArgument('Records size exceeds 10 MB limit');
  const started = context.now();
  const outcomes = await put(context, stream, input.Records);
  const failures = outcomes.filter((outcome) => outcome instanceof KinesisError);
  const throttled = failures.filter(({ type }) => type === 'ProvisionedThroughputExceededException').length;
  const stored = outcomes.length - failures.length;
  context.metrics.ofStream(stream, [
    ['PutRecords.Bytes', 'Bytes', bytes],
    ['PutRecords.Records', 'Count', stored],
    ['PutRecords.Success', 'Count', Number(stored > 0)],
    ['PutRecords.Latency', 'Milliseconds', context.now() - started],
    ['PutRecords.TotalRecords', 'Count', outcomes.length],
    ['PutRecords.SuccessfulRecords', 'Count', stored],
    ['PutRecords.FailedRecords', 'Count', failures.length - throttled],
    ['PutRecords.ThrottledRecords', 'Count', throttled],
  ]);
  return {
    FailedRecordCount: failures.length,
    Records: outcomes.map((outcome) =>
      outcome instanceof KinesisError
        ? {
            ErrorCode: outcome.type.replace('InternalFailureException', 'InternalFailure'),
            ErrorMessage: outcome.message,
          }
        : outcome,
    ),
    ...encryptionOf(stream),
  };
}

/** Sends each record to its shard. All shards are written to at once, and the order within a shard is the request's. */
async function put(context: Context, stream: Stream, entries: readonly Entry[]): Promise<Outcome[]> {
  for (const entry of entries) checkSize(stream, entry);
  const outcomes = new Array<Outcome>(entries.length);
  const shares = new Map<string, Share>();
  const throttled = new Map<string, number>();
  for (const [place, entry] of entries.entries()) {
    const shard = shardFor(stream.state.shards, hashKey(entry));
    if (!context.limits.takeWrite(stream, shard.id, sizeOf(entry))) {
      outcomes[place] = rateExceeded(stream, shard.id);
      throttled.set(shard.id, (throttled.get(shard.id) ?? 0) + 1);
      continue;
    }
    const share = shares.get(shard.id);
    if (share) share.places.push(place);
    else shares.set(shard.id, { shard, places: [place] });
  }
  for (const id of new Set([...shares.keys(), ...throttled.keys()])) {
    noteThrottled(context, stream, id, throttled.get(id) ?? 0);
  }
  await Promise.all([...shares.values()].map((share) => append(context, stream, share, entries, outcomes)));
  return outcomes;
}

async function append(
  context: Context,
  stream: Stream,
  { shard, places }: Share,
  entries: readonly Entry[],
  outcomes: Outcome[],
): Promise<void> {
  const encrypted = stream.state.keyId !== undefined;
  const added = places.flatMap((place) => entries[place] ?? []);
  const records = added.map(({ PartitionKey, Data }) => ({ partitionKey: PartitionKey, data: Data, encrypted }));
  let stored: readonly LogRecord[];
  try {
    stored = await stream.log(shard.id).append(records, context.now());
  } catch (error) {
    for (const place of places) {
      outcomes[place] = new KinesisError('InternalFailureException', 'Internal service failure.', { cause: error });
    }
    return;
  }
  const numberOf = sequenceNumbers(shard);
  for (const [index, record] of stored.entries()) {
    outcomes[places[index] ?? 0] = { ShardId: shard.id, SequenceNumber: numberOf(record.index, record.arrival) };
  }
  const incoming = [
    ['IncomingRecords', 'Count', stored.length],
    ['IncomingBytes', 'Bytes', added.reduce((sum, entry) => sum + sizeOf(entry), 0)],
    // An alarm on it is OK, not without data, as long as records are taken.
    ['WriteProvisionedThroughputExceeded', 'Count', 0],
  ] as const;
  context.metrics.ofStream(stream, incoming);
  context.metrics.ofShard(stream, shard.id, incoming);
}

function noteThrottled(context: Context, stream: Stream, shardId: string, count: number): void {
  const sample = ['WriteProvisionedThroughputExceeded', 'Count', count] as const;
  context.metrics.ofStream(stream, [sample]);
  context.metrics.ofShard(stream, shardId, [sample]);
}

function sizeOf({ Data, PartitionKey }: Entry): number {
  return Data.byteLength + Buffer.byteLength(PartitionKey);
}

function checkSize(stream: Stream, entry: Entry): void {
  const size = sizeOf(entry);
  const largest = stream.state.maxRecordSizeKiB * 1024;
  if (size > largest) {
    throw invalidArgument(
      `A record of ${size} bytes with its partition key exceeds the maximum record size of stream ${stream.state.name}, ${largest} bytes.`,
    );
  }
}

function hashKey({ ExplicitHashKey, PartitionKey }: Entry): bigint {
  if (ExplicitHashKey === undefined) return hashKeyOf(PartitionKey);
  const key = BigInt(ExplicitHashKey);
  if (key <= largestHashKey) return key;
  throw invalidArgument(
    `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${ExplicitHashKey}`,
  );
}

function encryptionOf(stream: Stream): object {
  return stream.state.keyId === undefined ? {} : { EncryptionType: 'KMS' };
}
