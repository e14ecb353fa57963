import type {
  MappingProgress,
  MappingSettings,
  Position,
  ShardCheckpoint,
  ShardDescription,
  StreamKind,
} from './model.ts';

/** What to do with the shards that a stream has now. */
export interface ShardPlan {
  /** Progress with a checkpoint for each new shard, without those that are gone. To be stored before the shards run. */
  readonly progress: MappingProgress;
  /** Shards that may run now, or go on running. */
  readonly start: readonly string[];
  /** Shards that left the stream before they were done: their records are lost. */
  readonly trimmed: readonly string[];
  /** The stream is another one under the old name. What still runs belongs to the old one: stop it, then plan once more. */
  readonly anew: boolean;
}

/**
 * Where new shards begin, and which may run. At first sight every shard begins where the mapping says; with `LATEST` a
 * closed one is done. A shard that comes later is the child of a reshard and begins at its horizon, whatever the mapping
 * says, so that nothing between is missed; so do all shards of a stream that was made anew under the old name. A shard runs
 * when its parents, both of them after a merge, are done or gone.
 * https://docs.aws.amazon.com/streams/latest/dev/kinesis-using-sdk-java-after-resharding.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
 *
 * @param progress what was stored; undefined at first sight
 */
export function planShards(
  settings: MappingSettings,
  listed: readonly ShardDescription[],
  progress: MappingProgress | undefined,
  now: number,
): ShardPlan {
  const anew = isAnother(progress, listed);
  const known = anew ? {} : (progress?.shards ?? {});
  const begin = (shard: ShardDescription): ShardCheckpoint =>
    progress ? checkpointAt(laterStart(settings)) : firstCheckpoint(settings, shard, now);
  const shards = Object.fromEntries(listed.map((shard) => [shard.shardId, known[shard.shardId] ?? begin(shard)]));
  const start = listed
    .filter(({ shardId }) => !shards[shardId]?.finished)
    .filter(({ parentIds }) => parentIds.every((parent) => shards[parent]?.finished ?? true));
  return {
    progress: { version: 1, shards, ...startsOf(listed) },
    start: start.map(({ shardId }) => shardId),
    trimmed: Object.keys(known).filter((shardId) => !shards[shardId] && !known[shardId]?.finished),
    anew,
  };
}

function isAnother(progress: MappingProgress | undefined, listed: readonly ShardDescription[]): boolean {
  return listed.some(({ shardId, startsAt }) => {
    const before = progress?.starts?.[shardId];
    return before !== undefined && startsAt !== undefined && before !== startsAt;
  });
}

function startsOf(listed: readonly ShardDescription[]): Pick<MappingProgress, 'starts'> {
  const known = listed.flatMap(({ shardId, startsAt }) => (startsAt === undefined ? [] : [[shardId, startsAt]]));
  return known.length > 0 ? { starts: Object.fromEntries(known) } : {};
}

/**
 * The iterator to ask for. DynamoDB has none for a time: there the shard is read from its horizon, and the machine passes
 * over what came earlier.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html
 */
export function iteratorOf(source: StreamKind, position: Position): ShardIterator {
  if (position.type === 'after') {
    return { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position.sequenceNumber };
  }
  if (position.type === 'timestamp' && source === 'kinesis') {
    return { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: position.at / 1000 };
  }
  return { ShardIteratorType: 'TRIM_HORIZON' };
}

/** What belongs into a `GetShardIterator` beside stream and shard. */
export type ShardIterator =
  | { readonly ShardIteratorType: 'TRIM_HORIZON' }
  /** In seconds. */
  | { readonly ShardIteratorType: 'AT_TIMESTAMP'; readonly Timestamp: number }
  /** Kinesis calls the number `StartingSequenceNumber`. */
  | { readonly ShardIteratorType: 'AFTER_SEQUENCE_NUMBER'; readonly SequenceNumber: string };

/** `LATEST` is kept as the time of first sight: before a record is done a restart would find another latest. */
function firstCheckpoint({ startingPosition, source }: MappingSettings, shard: ShardDescription, now: number) {
  if (startingPosition.type === 'TRIM_HORIZON') return checkpointAt({ type: 'trim-horizon' });
  if (startingPosition.type === 'AT_TIMESTAMP') return checkpointAt({ type: 'timestamp', at: startingPosition.at });
  // DynamoDB's records carry whole seconds: one of this second counts as new.
  const at = source === 'kinesis' ? now : Math.floor(now / 1000) * 1000;
  return checkpointAt({ type: 'timestamp', at }, shard.closed);
}

function laterStart({ startingPosition }: MappingSettings): Position {
  return startingPosition.type === 'AT_TIMESTAMP'
    ? { type: 'timestamp', at: startingPosition.at }
    : { type: 'trim-horizon' };
}

function checkpointAt(position: Position, finished = false): ShardCheckpoint {
  return { version: 1, position, finished };
}
