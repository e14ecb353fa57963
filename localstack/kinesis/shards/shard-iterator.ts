import { isRecord, openToken, sealToken } from '../streams/token.ts';

/** Where `GetRecords` continues. */
export interface ShardPosition {
  /** Id of the stream, which is another when a stream of the same name is made anew. */
  readonly stream: string;
  /** Name of the stream, for messages. */
  readonly name: string;
  readonly shard: string;
  /** Number of the next record. */
  readonly index: number;
}

/** A shard iterator that was read back. */
export interface OpenedIterator extends ShardPosition {
  /** When it was given out. Epoch milliseconds. */
  readonly issuedAt: number;
}

/** How long an iterator can be used. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html Unit: ms. */
export const iteratorLifeMs = 5 * 60_000;

/** Writes a position into the text that callers hand back. @param now epoch milliseconds */
export function shardIterator(position: ShardPosition, now: number): string {
  const { stream, name, shard, index } = position;
  return sealToken('iterator', { stream, name, shard, index, issuedAt: now });
}

/** Reads an iterator; undefined for a text that is none. */
export function openIterator(text: string): OpenedIterator | undefined {
  const value = openToken('iterator', text);
  if (!isRecord(value)) return undefined;
  const { stream, name, shard, index, issuedAt } = value;
  if (typeof stream !== 'string' || typeof name !== 'string' || typeof shard !== 'string') return undefined;
  if (typeof index !== 'number' || typeof issuedAt !== 'number') return undefined;
  return { stream, name, shard, index, issuedAt };
}
