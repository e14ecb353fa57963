import { invalidArgument, KinesisError } from '../errors.ts';
import type { ShardFilter } from '../shards/shard-filter.ts';
import { isRecord, openToken, sealToken } from '../streams/token.ts';

/** Where a list continues. */
export interface Page {
  /** Id of the stream. */
  readonly stream: string;
  /** What the next page begins behind. */
  readonly after: string;
  readonly filter?: ShardFilter;
}

/** How long a token can be used. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html Unit: ms. */
const tokenLifeMs = 300_000;

/** Writes a `NextToken`. @param now epoch milliseconds */
export function sealPage(kind: 'shards' | 'consumers', page: Page, now: number): string {
  return sealToken(kind, { ...page, issuedAt: now });
}

/** Reads a `NextToken`. @throws {KinesisError} InvalidArgumentException, ExpiredNextTokenException */
export function openPage(kind: 'shards' | 'consumers', token: string, now: number): Page {
  const value = openToken(kind, token);
  if (!isRecord(value) || typeof value.issuedAt !== 'number') throw invalidArgument('Invalid NextToken.');
  if (now - value.issuedAt > tokenLifeMs) {
    throw new KinesisError('ExpiredNextTokenException', `NextToken expired: it can be used for ${tokenLifeMs} ms.`);
  }
  // The checksum says that `sealPage` has written it.
  return value as unknown as Page;
}
