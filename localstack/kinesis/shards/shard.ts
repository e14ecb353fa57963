/** A shard as its stream's file keeps it. */
export interface Shard {
  /** `shardId-` and twelve digits. */
  readonly id: string;
  /** The shard that it came out of, by a split or a merge. */
  readonly parent?: string;
  /** The other one of a merge. */
  readonly adjacentParent?: string;
  /** First and last hash key, as decimal numbers. */
  readonly startHash: string;
  readonly endHash: string;
  /** When it was made. Epoch milliseconds. */
  readonly openedAt: number;
  /** Second since 1970 in its sequence numbers: that of `openedAt`, or one more than its parents'. */
  readonly second: number;
  /** When it was closed; not there while it is open. Epoch milliseconds. */
  readonly closedAt?: number;
}

/** Id of a stream's n-th shard. @param number from 0 on */
export function shardId(number: number): string {
  return `shardId-${String(number).padStart(12, '0')}`;
}

/** Number in a shard's id. */
export function shardNumber(id: string): number {
  return Number(id.slice('shardId-'.length));
}

/** Whether it takes records. */
export function isOpen(shard: Shard): boolean {
  return shard.closedAt === undefined;
}
