import type { Input } from '../api/inputs.ts';
import { invalidArgument, KinesisError } from '../errors.ts';
import { areAdjacent, merge, openShards, scaleUniformly, split } from '../shards/reshard.ts';
import { isOpen, type Shard } from '../shards/shard.ts';
import { streamArn } from '../streams/arn.ts';
import { type StreamState, withinDay } from '../streams/state.ts';
import type { Stream } from '../streams/stream.ts';
import { checkShardLimit } from './account-limits.ts';
import { type Context, findActiveStream } from './context.ts';

const scalingsPerDay = 10;
const mostShards = 10_000;

/** Splits a shard. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SplitShard.html @throws {KinesisError} */
export async function splitShard(context: Context, input: Input<'SplitShard'>): Promise<undefined> {
  const stream = findActiveStream(context, input);
  checkProvisioned(stream);
  checkShardLimit(context, 1);
  await change(context, stream, (state) => {
    const shard = openShard(state, input.ShardToSplit);
    const at = BigInt(input.NewStartingHashKey);
    if (at <= BigInt(shard.startHash) + 1n || at >= BigInt(shard.endHash)) {
      throw invalidArgument(
        `NewStartingHashKey ${at} used in SplitShard() on shard ${shard.id} in stream ${state.name} under account ${state.account} is not both greater than one plus the shard's StartingHashKey ${shard.startHash} and less than the shard's EndingHashKey ${BigInt(shard.endHash) - 1n}.`,
      );
    }
    return { ...state, shards: split(state.shards, shard.id, at, context.now()) };
  });
  return undefined;
}

/** Merges two shards. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_MergeShards.html @throws {KinesisError} */
export async function mergeShards(context: Context, input: Input<'MergeShards'>): Promise<undefined> {
  const stream = findActiveStream(context, input);
  checkProvisioned(stream);
  await change(context, stream, (state) => {
    const one = openShard(state, input.ShardToMerge);
    const other = openShard(state, input.AdjacentShardToMerge);
    if (!areAdjacent(one, other)) {
      throw invalidArgument(
        `Shards ${one.id} and ${other.id} in stream ${state.name} under account ${state.account} are not an adjacent pair of shards eligible for merging`,
      );
    }
    return { ...state, shards: merge(state.shards, one.id, other.id, context.now()) };
  });
  return undefined;
}

/**
 * Scales a stream to some number of shards of one size.
 *
 * @throws {KinesisError} LimitExceededException for more than double or less than half the shards, or an eleventh time in 24 h
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html
 */
export async function updateShardCount(context: Context, input: Input<'UpdateShardCount'>): Promise<object> {
  const stream = findActiveStream(context, input);
  checkProvisioned(stream);
  const target = input.TargetShardCount;
  const current = openShards(stream.state.shards).length;
  checkScaling(stream, current, target, context.now());
  if (target > current) checkShardLimit(context, target - current);
  await change(context, stream, (state) => ({
    ...state,
    shards: scaleUniformly(state.shards, target, context.now()),
    scalings: [...withinDay(state.scalings, context.now()), context.now()],
  }));
  return {
    StreamName: stream.state.name,
    CurrentShardCount: current,
    TargetShardCount: target,
    StreamARN: streamArn(stream.state),
  };
}

async function change(context: Context, stream: Stream, next: (state: StreamState) => StreamState): Promise<void> {
  await stream.change(next);
  stream.pass('UPDATING', context.now() + context.transitionMs);
}

function checkProvisioned({ state }: Stream): void {
  if (state.mode === 'PROVISIONED') return;
  throw new KinesisError(
    'ValidationException',
    `Request is invalid. Stream ${state.name} under account ${state.account} is in On-Demand mode.`,
  );
}

function openShard({ shards, name, account }: StreamState, id: string): Shard {
  const shard = shards.find((each) => each.id === id);
  if (shard === undefined) {
    throw new KinesisError(
      'ResourceNotFoundException',
      `Could not find shard ${id} in stream ${name} under account ${account}.`,
    );
  }
  if (isOpen(shard)) return shard;
  throw invalidArgument(
    `Shard ${id} in stream ${name} under account ${account} has already been merged or split, and thus is not eligible for merging or splitting.`,
  );
}

function checkScaling({ state }: Stream, current: number, target: number, now: number): void {
  const refuse = (reason: string): never => {
    throw new KinesisError(
      'LimitExceededException',
      `UpdateShardCount cannot ${reason}. Current open shard count: ${current} Target shard count: ${target}`,
    );
  };
  if (target > mostShards) refuse(`scale up over ${mostShards} shards`);
  if (target > current * 2) refuse('scale up over double your current open shard count');
  if (target < current / 2) refuse('scale down below half your current open shard count');
  if (withinDay(state.scalings, now).length >= scalingsPerDay) {
    refuse(`be called more than ${scalingsPerDay} times per rolling 24-hour period per stream`);
  }
}
