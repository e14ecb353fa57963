import { evenRanges, type HashRange, largestHashKey } from './hash-key.ts';
import { isOpen, type Shard, shardId, shardNumber } from './shard.ts';

/** What cutting all hash keys into as many ranges as a stream may have shards can leave over. Unit: hash keys. */
const remainder = 10_000n;

/** All shards of a stream, open and closed, by number. */
type Shards = readonly Shard[];

/** The shards of a new stream. @param count from 1 on @param now epoch milliseconds */
export function firstShards(count: number, now: number): Shard[] {
  return evenRanges(count).map(({ start, end }, index) => ({
    id: shardId(index),
    startHash: String(start),
    endHash: String(end),
    openedAt: now,
    second: Math.floor(now / 1000),
  }));
}

/** Closes an open shard and opens two in its place. @param at first hash key of the second one, within the shard */
export function split(shards: Shards, id: string, at: bigint, now: number): Shard[] {
  const shard = find(shards, id);
  const child = { parent: id, openedAt: now, second: childSecond([shard], now) };
  return [
    ...close(shards, [id], now),
    { ...child, id: nextId(shards, 0), startHash: shard.startHash, endHash: String(at - 1n) },
    { ...child, id: nextId(shards, 1), startHash: String(at), endHash: shard.endHash },
  ];
}

/** Closes two open shards that lie side by side and opens one in their place. @param id becomes the parent */
export function merge(shards: Shards, id: string, adjacent: string, now: number): Shard[] {
  const parents = [find(shards, id), find(shards, adjacent)];
  const [low, high] = parents.toSorted(byHash) as [Shard, Shard];
  const child: Shard = {
    id: nextId(shards, 0),
    parent: id,
    adjacentParent: adjacent,
    startHash: low.startHash,
    endHash: high.endHash,
    openedAt: now,
    second: childSecond(parents, now),
  };
  return [...close(shards, [id, adjacent], now), child];
}

/** Whether two shards lie side by side among the hash keys. */
export function areAdjacent(one: Shard, other: Shard): boolean {
  return BigInt(one.endHash) + 1n === BigInt(other.startHash) || BigInt(other.endHash) + 1n === BigInt(one.startHash);
}

/**
 * Splits and merges until `count` open shards of one size are left. Doubling and halving take one step a shard; other counts
 * leave short-lived shards behind, closed as soon as made, as AWS does.
 *
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html
 */
export function scaleUniformly(shards: Shards, count: number, now: number): Shard[] {
  const ranges = fitted(evenRanges(count), shards);
  let result = [...shards];
  for (const { start } of ranges) {
    const crossed = openShards(result).find(
      (shard) => BigInt(shard.startHash) < start && start <= BigInt(shard.endHash),
    );
    if (crossed) result = split(result, crossed.id, start, now);
  }
  for (const { start, end } of ranges) {
    const isWithin = (shard: Shard): boolean => BigInt(shard.startHash) >= start && BigInt(shard.endHash) <= end;
    for (;;) {
      const [one, other] = openShards(result).filter(isWithin);
      if (one === undefined || other === undefined) break;
      result = merge(result, one.id, other.id, now);
    }
  }
  return result;
}

/**
 * Ranges whose ends are those of open shards where these lie next to them: a sixth of all hash keys is not quite the half of a
 * third, for want of the remainder, and nobody shall split and merge for a key or two.
 */
function fitted(ranges: readonly HashRange[], shards: Shards): HashRange[] {
  const begins = openShards(shards).map(({ startHash }) => BigInt(startHash));
  const isNear = (one: bigint, other: bigint): boolean => one - other <= remainder && other - one <= remainder;
  const starts = ranges.map(({ start }) => begins.find((begin) => isNear(begin, start)) ?? start);
  return starts.map((start, index) => ({ start, end: (starts[index + 1] ?? largestHashKey + 1n) - 1n }));
}

/** Shards that take records, by hash key. */
export function openShards(shards: Shards): Shard[] {
  return shards.filter(isOpen).sort(byHash);
}

function byHash(one: Shard, other: Shard): number {
  return BigInt(one.startHash) < BigInt(other.startHash) ? -1 : 1;
}

function find(shards: Shards, id: string): Shard {
  const shard = shards.find((each) => each.id === id);
  if (shard === undefined) throw new RangeError(`there is no shard ${id} to split or merge`);
  return shard;
}

function close(shards: Shards, ids: readonly string[], now: number): Shard[] {
  return shards.map((shard) => (ids.includes(shard.id) ? { ...shard, closedAt: now } : shard));
}

function nextId(shards: Shards, offset: number): string {
  return shardId(Math.max(...shards.map(({ id }) => shardNumber(id))) + 1 + offset);
}

/** Above that of the parents, so that a child's sequence numbers are above theirs. */
function childSecond(parents: readonly Shard[], now: number): number {
  return Math.max(Math.floor(now / 1000), ...parents.map(({ second }) => second + 1));
}
