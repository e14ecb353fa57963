import type { Input } from '../api/inputs.ts';
import { invalidArgument, KinesisError } from '../errors.ts';
import { rateExceeded } from '../limits.ts';
import type { LogRecord } from '../log/frame.ts';
import type { ShardLog } from '../log/shard-log.ts';
import { describeChild } from '../shards/describe.ts';
import { sequenceNumbers } from '../shards/sequence-number.ts';
import type { Shard } from '../shards/shard.ts';
import { iteratorLifeMs, type OpenedIterator, openIterator, shardIterator } from '../shards/shard-iterator.ts';
import { streamArn } from '../streams/arn.ts';
import { trimHorizon } from '../streams/state.ts';
import type { Stream } from '../streams/stream.ts';
import { type Context, streamNotFound } from './context.ts';
import { noteRead } from './note-read.ts';
import { readingConsumer } from './reading-consumer.ts';
import { shardOf } from './shard-of.ts';
import { whenWorthReading } from './wait.ts';

/** Most records and bytes of one answer. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
const mostRecords = 10_000;
const mostBytes = 10 * 1024 * 1024;

/**
 * Gives the records behind an iterator. Where a closed shard ends, the next iterator is null and the child shards are named.
 *
 * @throws {KinesisError} ExpiredIteratorException, InvalidArgumentException, ResourceNotFoundException, and
 *   ProvisionedThroughputExceededException when the limits are on and reached, and as `readingConsumer`
 */
export async function getRecords(context: Context, input: Input<'GetRecords'>): Promise<object> {
  const position = openPosition(context, input.ShardIterator);
  const stream = findStreamOf(context, position, input.StreamARN);
  const shard = shardOf(stream, position.shard, context.now());
  const log = stream.log(shard.id);
  const consumer = readingConsumer(context, stream);
  if (!context.limits.takeRead(stream, shard.id, consumer)) {
    noteRead(context, { stream, shardId: shard.id, consumer }, 'throttled');
    throw rateExceeded(stream, shard.id);
  }
  await whenWorthReading(context, stream, shard.id, log, position.index);
  if (context.store.byId(position.stream) === undefined) throw streamNotFound(position.name, stream.state.account);
  const started = context.now();
  const end = log.readable;
  const records = await readFrom(context, log, stream, position, input.Limit ?? mostRecords);
  const last = records.at(-1);
  const next = last ? last.index + 1 : Math.max(position.index, end);
  noteRead(context, { stream, shardId: shard.id, consumer }, { records, started });
  return {
    Records: describeRecords(shard, records),
    MillisBehindLatest: next >= log.readable ? 0 : Math.max(0, context.now() - (last?.arrival ?? context.now())),
    ...continuation(context, stream, position, next),
  };
}

async function readFrom(
  context: Context,
  log: ShardLog,
  stream: Stream,
  position: OpenedIterator,
  maxRecords: number,
): Promise<LogRecord[]> {
  const notBefore = trimHorizon(stream.state, context.now());
  try {
    return await log.read({ from: position.index, notBefore, maxRecords, maxBytes: mostBytes });
  } catch (error) {
    // Its files went with the stream.
    if (context.store.byId(position.stream) === undefined) throw streamNotFound(position.name, stream.state.account);
    throw error;
  }
}

function openPosition(context: Context, text: string): OpenedIterator {
  const position = openIterator(text);
  if (position === undefined) throw invalidArgument('Invalid ShardIterator.');
  const now = context.now();
  if (now - position.issuedAt <= iteratorLifeMs) return position;
  throw new KinesisError(
    'ExpiredIteratorException',
    `Iterator expired. The iterator was created at time ${new Date(position.issuedAt).toUTCString()} while right now it is ${new Date(now).toUTCString()} which is further in the future than the tolerated delay of ${iteratorLifeMs} milliseconds.`,
  );
}

function findStreamOf(context: Context, position: OpenedIterator, arn: string | undefined): Stream {
  const stream = context.store.byId(position.stream);
  if (stream === undefined) throw streamNotFound(position.name, context.caller.account);
  if (arn === undefined || arn === streamArn(stream.state)) return stream;
  throw invalidArgument(`The ShardIterator is not one of the stream ${arn}.`);
}

function describeRecords(shard: Shard, records: readonly LogRecord[]): object[] {
  const numberOf = sequenceNumbers(shard);
  return records.map(({ index, arrival, data, partitionKey, encrypted }) => ({
    SequenceNumber: numberOf(index, arrival),
    ApproximateArrivalTimestamp: new Date(arrival),
    Data: data,
    PartitionKey: partitionKey,
    ...(encrypted ? { EncryptionType: 'KMS' } : {}),
  }));
}

/** The state is read after the records: a shard that was closed meanwhile may have got more of them. */
function continuation(context: Context, stream: Stream, position: OpenedIterator, index: number): object {
  const shards = stream.state.shards;
  const shard = shards.find(({ id }) => id === position.shard);
  if (shard?.closedAt !== undefined && index >= stream.log(position.shard).next) {
    const children = shards.filter(({ parent, adjacentParent }) => parent === shard.id || adjacentParent === shard.id);
    return { NextShardIterator: null, ChildShards: children.map(describeChild) };
  }
  return { NextShardIterator: shardIterator({ ...position, index }, context.now()) };
}
