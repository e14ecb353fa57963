import { KinesisError } from '../errors.ts';
import type { Shard } from '../shards/shard.ts';
import { liveShards } from '../streams/state.ts';
import type { Stream } from '../streams/stream.ts';

/** A shard that can be read. @throws {KinesisError} ResourceNotFoundException when there is none, or it has expired */
export function shardOf(stream: Stream, id: string, now: number): Shard {
  const shard = liveShards(stream.state, now).find((each) => each.id === id);
  if (shard !== undefined) return shard;
  const { name, account } = stream.state;
  throw new KinesisError(
    'ResourceNotFoundException',
    `Shard ${id} in stream ${name} under account ${account} does not exist`,
  );
}
