import type { AcceptedRecord } from '../store.ts';

/** By shard id: the shards that it came from, by a split or a merge. A shard that is not named has none. */
export type ShardParents = ReadonlyMap<string, readonly string[]>;

/**
 * The records of each partition key in the order of the stream: parent shards before their children, and by sequence
 * number within a shard. A partition key lies in one shard at a time, so this is one order. (A producer that sets explicit
 * hash keys can put a key into two shards at once; what comes first then is not defined.)
 *
 * @see https://docs.aws.amazon.com/streams/latest/dev/kinesis-using-sdk-java-after-resharding.html
 */
export function recordsByKey<E>(
  records: readonly AcceptedRecord<E>[],
  parents: ShardParents,
): ReadonlyMap<string, readonly AcceptedRecord<E>[]> {
  const places = records.map((accepted) => {
    const { shard, sequence } = accepted.record.position;
    return { accepted, generation: generationOf(shard, parents), shard, sequence: BigInt(sequence) };
  });
  places.sort((a, b) => {
    if (a.shard === b.shard) return a.sequence < b.sequence ? -1 : 1;
    return a.generation - b.generation || (a.shard < b.shard ? -1 : 1);
  });
  const inOrder = places.map(({ accepted }) => accepted);
  return Map.groupBy(inOrder, ({ record }) => record.partitionKey);
}

/** How many shards one after the other lead to it. */
function generationOf(shard: string, parents: ShardParents): number {
  const before = parents.get(shard) ?? [];
  return before.length === 0 ? 0 : 1 + Math.max(...before.map((parent) => generationOf(parent, parents)));
}
