import { isOpen, type Shard } from './shard.ts';

/** An open shard and its hash keys. */
interface Route {
  readonly start: bigint;
  readonly shard: Shard;
}

const routes = new WeakMap<readonly Shard[], readonly Route[]>();

/** The open shard that takes a hash key. @param shards all of a stream: the open ones cover all hash keys */
export function shardFor(shards: readonly Shard[], hashKey: bigint): Shard {
  const known = routes.get(shards) ?? routesOf(shards);
  routes.set(shards, known);
  let low = 0;
  let high = known.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((known[middle]?.start ?? 0n) <= hashKey) low = middle;
    else high = middle - 1;
  }
  const found = known[low];
  if (found === undefined) throw new RangeError('a stream without an open shard takes no records');
  return found.shard;
}

function routesOf(shards: readonly Shard[]): Route[] {
  return shards
    .filter(isOpen)
    .map((shard) => ({ start: BigInt(shard.startHash), shard }))
    .sort((one, other) => (one.start < other.start ? -1 : 1));
}
