import { hash } from 'node:crypto';

/** Hash keys are whole numbers from 0 to 2^128 - 1. */
export const largestHashKey = (1n << 128n) - 1n;

/**
 * Where a partition key lies among the hash keys: its MD5, read as a number.
 *
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html
 */
export function hashKeyOf(partitionKey: string): bigint {
  return BigInt(`0x${hash('md5', partitionKey, 'hex')}`);
}

/** Hash keys of a shard, both ends included. */
export interface HashRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** Cuts all hash keys into ranges of one size; the last one takes the remainder. @param count from 1 on */
export function evenRanges(count: number): HashRange[] {
  const size = (largestHashKey + 1n) / BigInt(count);
  return Array.from({ length: count }, (_, index) => ({
    start: size * BigInt(index),
    end: index === count - 1 ? largestHashKey : size * BigInt(index + 1) - 1n,
  }));
}
