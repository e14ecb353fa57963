import { describe, expect, test } from 'vitest';
import { hashKeyOf, largestHashKey } from '../../../../localstack/kinesis/shards/hash-key.ts';
import {
  areAdjacent,
  firstShards,
  merge,
  openShards,
  scaleUniformly,
  split,
} from '../../../../localstack/kinesis/shards/reshard.ts';
import { shardFor } from '../../../../localstack/kinesis/shards/router.ts';
import {
  endingSequenceNumber,
  parseSequenceNumber,
  sequenceNumbers,
  startingSequenceNumber,
} from '../../../../localstack/kinesis/shards/sequence-number.ts';
import { isOpen, type Shard } from '../../../../localstack/kinesis/shards/shard.ts';

const now = Date.UTC(2026, 10, 22, 12);

function byId(shards: readonly Shard[], number: number): Shard {
  const shard = shards[number];
  if (shard === undefined) throw new RangeError(`no shard ${number}`);
  return shard;
}

describe('hash keys', () => {
  test('are the MD5 of the partition key', () => {
    expect(hashKeyOf('')).toBe(0xd41d8cd98f00b204e9800998ecf8427en);
  });

  test('are shared out as on AWS', () => {
    expect(firstShards(3, now).map(({ startHash, endHash }) => [startHash, endHash])).toEqual([
      ['0', '113427455640312821154458202477256070484'],
      ['113427455640312821154458202477256070485', '226854911280625642308916404954512140969'],
      ['226854911280625642308916404954512140970', '340282366920938463463374607431768211455'],
    ]);
  });

  test('find their shard at both ends of its range', () => {
    const shards = firstShards(3, now);
    for (const shard of shards) {
      expect(shardFor(shards, BigInt(shard.startHash))).toBe(shard);
      expect(shardFor(shards, BigInt(shard.endHash))).toBe(shard);
    }
  });
});

describe('sequence numbers', () => {
  const [shard] = firstShards(1, now) as [Shard];
  const numberOf = sequenceNumbers(shard);

  test('have the 56 digits of AWS and rise with the position', () => {
    const numbers = [startingSequenceNumber(shard), numberOf(1, now), numberOf(2, now), numberOf(3, now + 60_000)];
    expect(numbers.every((number) => /^49\d{54}$/.test(number))).toBe(true);
    expect(numbers.map(BigInt).every((number, index, all) => index === 0 || number > (all[index - 1] ?? 0n))).toBe(
      true,
    );
    expect(BigInt(endingSequenceNumber(shard, now)) > BigInt(numberOf(2 ** 40, now))).toBe(true);
  });

  test('can be taken apart', () => {
    expect(parseSequenceNumber(numberOf(77, now + 5000))).toEqual({
      shardSecond: now / 1000,
      shard: 0,
      index: 77,
      second: now / 1000 + 5,
    });
  });

  test('are told from other numbers', () => {
    expect(['0', '1', '49', '4'.repeat(56), '9'.repeat(129)].map(parseSequenceNumber)).toEqual(
      Array(5).fill(undefined),
    );
  });

  test('of a child are above its parents', () => {
    const shards = split(firstShards(1, now), 'shardId-000000000000', 5n, now);
    const child = byId(shards, 1);
    expect(BigInt(startingSequenceNumber(child)) > BigInt(endingSequenceNumber(byId(shards, 0), now))).toBe(true);
  });
});

describe('resharding', () => {
  test('a split closes a shard and opens two', () => {
    const shards = split(firstShards(1, now), 'shardId-000000000000', 1000n, now + 5);
    expect(byId(shards, 0).closedAt).toBe(now + 5);
    expect(shards.slice(1)).toMatchObject([
      { id: 'shardId-000000000001', parent: 'shardId-000000000000', startHash: '0', endHash: '999' },
      {
        id: 'shardId-000000000002',
        parent: 'shardId-000000000000',
        startHash: '1000',
        endHash: String(largestHashKey),
      },
    ]);
  });

  test('a merge closes two and opens one, whichever is named first', () => {
    const two = firstShards(2, now);
    const shards = merge(two, 'shardId-000000000001', 'shardId-000000000000', now);
    expect(shards.filter(isOpen)).toMatchObject([
      {
        id: 'shardId-000000000002',
        parent: 'shardId-000000000001',
        adjacentParent: 'shardId-000000000000',
        startHash: '0',
        endHash: String(largestHashKey),
      },
    ]);
  });

  test('only neighbours are adjacent', () => {
    const shards = firstShards(3, now);
    expect(areAdjacent(byId(shards, 0), byId(shards, 1))).toBe(true);
    expect(areAdjacent(byId(shards, 2), byId(shards, 1))).toBe(true);
    expect(areAdjacent(byId(shards, 0), byId(shards, 2))).toBe(false);
  });

  test.each([
    [2, 4, 6],
    [4, 2, 6],
    [3, 3, 3],
  ])('scaling from %i to %i shards leaves %i in all', (from, to, all) => {
    const shards = scaleUniformly(firstShards(from, now), to, now);
    expect(shards).toHaveLength(all);
    expect(openShards(shards)).toHaveLength(to);
  });
});
