import type { Input } from '../api/inputs.ts';
import { invalidArgument } from '../errors.ts';
import { parseSequenceNumber, startingSequenceNumber } from '../shards/sequence-number.ts';
import { type Shard, shardId } from '../shards/shard.ts';
import { shardIterator } from '../shards/shard-iterator.ts';
import { trimHorizon } from '../streams/state.ts';
import type { Stream } from '../streams/stream.ts';
import { type Context, findReadyStream } from './context.ts';
import { shardOf } from './shard-of.ts';

type IteratorInput = Input<'GetShardIterator'>;

/**
 * Gives an iterator that can be used for five minutes.
 *
 * @throws {KinesisError} ResourceNotFoundException for stream or shard, InvalidArgumentException for a position that is none
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html
 */
export async function getShardIterator(context: Context, input: IteratorInput): Promise<object> {
  const stream = findReadyStream(context, input);
  const shard = shardOf(stream, input.ShardId, context.now());
  const index = await startIndex(context, stream, shard, input);
  const { id, name } = stream.state;
  return { ShardIterator: shardIterator({ stream: id, name, shard: shard.id, index }, context.now()) };
}

async function startIndex(context: Context, stream: Stream, shard: Shard, input: IteratorInput): Promise<number> {
  const log = stream.log(shard.id);
  switch (input.ShardIteratorType) {
    case 'LATEST':
      return log.readable;
    case 'TRIM_HORIZON':
      return log.indexAt(trimHorizon(stream.state, context.now()));
    case 'AT_TIMESTAMP':
      return log.indexAt(timestampOf(input, context.now()));
    case 'AT_SEQUENCE_NUMBER':
      return sequenceIndex(stream, shard, input);
    case 'AFTER_SEQUENCE_NUMBER':
      return sequenceIndex(stream, shard, input) + 1;
  }
}

function timestampOf({ Timestamp }: IteratorInput, now: number): number {
  if (Timestamp === undefined) throw missing('timestampInMillis', 'AT_TIMESTAMP');
  if (Timestamp <= now) return Timestamp;
  throw invalidArgument(
    `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${Timestamp}, currentTimestampInMillis: ${now}`,
  );
}

function sequenceIndex(stream: Stream, shard: Shard, input: IteratorInput): number {
  const number = input.StartingSequenceNumber;
  if (number === undefined) throw missing('startingSequenceNumber', input.ShardIteratorType);
  const parts = parseSequenceNumber(number);
  if (parts !== undefined && shardId(parts.shard) !== shard.id) {
    throw invalidArgument(
      `Invalid StartingSequenceNumber. It encodes ${shardId(parts.shard)}, while it was used in a call to a shard with ${shard.id}`,
    );
  }
  // A shard's upper end is a sequence number too, and lies behind every record.
  const end = stream.log(shard.id).next;
  const isKnown = parts?.shardSecond === shard.second && (parts.index < end || shard.closedAt !== undefined);
  if (isKnown || number === startingSequenceNumber(shard)) return Math.min(parts?.index ?? 0, end);
  const { name, account } = stream.state;
  throw invalidArgument(
    `StartingSequenceNumber ${number} used in GetShardIterator on shard ${shard.id} in stream ${name} under account ${account} is invalid.`,
  );
}

function missing(parameter: string, type: string): Error {
  return invalidArgument(
    `Must specify ${parameter} parameter for iterator of type ${type}. Current request has no ${parameter} parameter.`,
  );
}
