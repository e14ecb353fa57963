import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenRanges, largestHashKey } from '../../../../localstack/kinesis/shards/hash-key.ts';
import { firstShards, openShards, scaleUniformly } from '../../../../localstack/kinesis/shards/reshard.ts';
import { endingSequenceNumber, startingSequenceNumber } from '../../../../localstack/kinesis/shards/sequence-number.ts';
import type { Shard } from '../../../../localstack/kinesis/shards/shard.ts';

const now = Date.UTC(2026, 10, 22, 12);

function parentsOf(shards: readonly Shard[], { parent, adjacentParent }: Shard): Shard[] {
  return shards.filter(({ id }) => id === parent || id === adjacentParent);
}

test('however often a stream is scaled, its open shards are even and its lineage holds', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 5 }), ([first = 1, ...counts]) => {
      let shards = firstShards(first, now);
      for (const [step, count] of counts.entries()) {
        shards = scaleUniformly(shards, count, now + step);
        const open = openShards(shards).map(({ startHash, endHash }) => [BigInt(startHash), BigInt(endHash)] as const);
        expect(open).toHaveLength(count);
        expect([open[0]?.[0], open.at(-1)?.[1]]).toEqual([0n, largestHashKey]);
        for (const [index, { start }] of evenRanges(count).entries()) {
          const [begin = -1n] = open[index] ?? [];
          expect(begin > start ? begin - start : start - begin).toBeLessThanOrEqual(10_000n);
          if (index > 0) expect(begin).toBe((open[index - 1]?.[1] ?? 0n) + 1n);
        }
      }
      expect(new Set(shards.map(({ id }) => id)).size).toBe(shards.length);
      for (const shard of shards) {
        for (const parent of parentsOf(shards, shard)) {
          expect(parent.closedAt).toBe(shard.openedAt);
          const end = BigInt(endingSequenceNumber(parent, parent.closedAt ?? 0));
          expect(BigInt(startingSequenceNumber(shard)) > end).toBe(true);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('doubling closes each shard once, and halving each of the doubled ones', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), (count) => {
      const doubled = scaleUniformly(firstShards(count, now), 2 * count, now + 1);
      expect(doubled).toHaveLength(3 * count);
      const halved = scaleUniformly(doubled, count, now + 2);
      expect(halved).toHaveLength(4 * count);
      expect(openShards(halved)).toHaveLength(count);
    }),
  );
});

test('even ranges cover all hash keys once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), (count) => {
      const ranges = evenRanges(count);
      expect(ranges[0]?.start).toBe(0n);
      expect(ranges.at(-1)?.end).toBe(largestHashKey);
      for (const [index, range] of ranges.slice(1).entries()) expect(range.start).toBe((ranges[index]?.end ?? 0n) + 1n);
    }),
  );
});
