import type { Position, ShardDescription } from '../../../../../localstack/event-source-mapping/index.ts';

/** What a producer puts. */
export interface Put {
  readonly at: number;
  readonly key: string;
  /** What the record says: a number to add up, or text that is no JSON. */
  readonly data: { readonly value: number; readonly wanted: boolean } | 'garbage';
}

/** A record as it lies in the stream. */
export interface Stored extends Put {
  readonly sequenceNumber: string;
  readonly shardId: string;
}

interface Shard {
  readonly description: ShardDescription;
  readonly records: Stored[];
  readonly openedAt: number;
  closedAt: number;
}

/** A stream in memory whose whole future is known: what is put when, and when shards split and merge. */
export class SimulatedStream {
  readonly shards = new Map<string, Shard>();
  #sequence = 4_999_999_990n;

  constructor(count: number) {
    for (let index = 0; index < count; index += 1) this.#open(`shard-${index}`, [], 0);
  }

  /** Puts a record into the shard of its key at that time. Times must not go back. */
  put(record: Put): void {
    const open = [...this.shards.values()].filter(({ closedAt }) => closedAt === Number.POSITIVE_INFINITY);
    const shard = open[[...record.key].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % open.length];
    if (!shard) throw new Error('the stream has no open shard');
    this.#sequence += 1n;
    const { shardId } = shard.description;
    shard.records.push({ ...record, sequenceNumber: String(this.#sequence), shardId });
  }

  /** Splits the first open shard in two, or merges the first two. */
  reshard(how: 'split' | 'merge', at: number): void {
    const open = [...this.shards.values()].filter(({ closedAt }) => closedAt === Number.POSITIVE_INFINITY);
    const parents = open.slice(0, how === 'split' ? 1 : 2);
    const children = how === 'split' ? ['a', 'b'] : ['m'];
    const ids = parents.map(({ description }) => description.shardId);
    for (const parent of parents) parent.closedAt = at;
    for (const child of children) this.#open(`${ids.join('+')}.${child}`, ids, at);
  }

  #open(shardId: string, parentIds: readonly string[], openedAt: number): void {
    const description = { shardId, parentIds, closed: false };
    this.shards.set(shardId, { description, records: [], openedAt, closedAt: Number.POSITIVE_INFINITY });
  }

  /** All records, as they were put. */
  get records(): readonly Stored[] {
    return [...this.shards.values()].flatMap(({ records }) => records);
  }

  /** What `ListShards` answers. */
  list(now: number): readonly ShardDescription[] {
    return [...this.shards.values()]
      .filter(({ openedAt }) => openedAt <= now)
      .map(({ description, closedAt }) => ({ ...description, closed: closedAt <= now }));
  }

  /** What `GetRecords` answers. */
  read(shardId: string, position: Position, limit: number, now: number) {
    const shard = this.shards.get(shardId);
    if (!shard) throw new Error(`no shard ${shardId}`);
    const there = shard.records.filter(({ at }) => at <= now);
    const left = there.filter((record) => isBehind(record, position));
    const records = left.slice(0, limit);
    const last = records.at(-1);
    const behindMs = records.length < left.length && last ? now - last.at + 1 : 0;
    return { records, closed: shard.closedAt <= now && records.length === left.length, behindMs };
  }

  /** When something comes into a shard, or it is closed, after a time; infinity: never. */
  nextChange(shardId: string, after: number): number {
    const shard = this.shards.get(shardId);
    const times = [...(shard?.records.map(({ at }) => at) ?? []), shard?.closedAt ?? after];
    return Math.min(...times.filter((at) => at > after));
  }
}

function isBehind(record: Stored, position: Position): boolean {
  if (position.type === 'after') return BigInt(record.sequenceNumber) > BigInt(position.sequenceNumber);
  return position.type === 'trim-horizon' || record.at >= position.at;
}
