import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type TestEngine, testEngine, textOf } from '../../../support/kinesis/engine.ts';

/** What may happen to a stream. `pick` chooses among the open shards that there are. */
type Step =
  | { readonly kind: 'put'; readonly keys: readonly number[] }
  | { readonly kind: 'split' | 'merge'; readonly pick: number }
  | { readonly kind: 'scale'; readonly pick: number }
  | { readonly kind: 'restart' };

interface OpenShard {
  readonly ShardId: string;
  readonly HashKeyRange: { readonly StartingHashKey: string; readonly EndingHashKey: string };
}

const pick = fc.nat();
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      keys: fc.array(fc.nat(9), { minLength: 1, maxLength: 20 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('split' as const, 'merge' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('scale' as const), pick }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

async function openShards(engine: TestEngine): Promise<OpenShard[]> {
  const { Shards } = await engine.call('ListShards', { StreamName: 's', ShardFilter: { Type: 'AT_LATEST' } });
  return (Shards as unknown as OpenShard[]).toSorted((one, other) =>
    BigInt(one.HashKeyRange.StartingHashKey) < BigInt(other.HashKeyRange.StartingHashKey) ? -1 : 1,
  );
}

async function reshard(engine: TestEngine, { kind, pick: chosen }: Extract<Step, { pick: number }>): Promise<void> {
  const open = await openShards(engine);
  const StreamName = 's';
  if (kind === 'scale') {
    const TargetShardCount = Math.max(1, Math.ceil(open.length / 2) + (chosen % (open.length + 1)));
    // AWS allows ten a day, and so does the engine.
    await engine
      .call('UpdateShardCount', { StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' })
      .catch(() => undefined);
    return;
  }
  const index = chosen % open.length;
  const [one, other] = [open[index], open[index + 1]];
  if (one === undefined) return;
  if (kind === 'split') {
    const { StartingHashKey, EndingHashKey } = one.HashKeyRange;
    const NewStartingHashKey = String((BigInt(StartingHashKey) + BigInt(EndingHashKey)) / 2n);
    await engine.call('SplitShard', { StreamName, ShardToSplit: one.ShardId, NewStartingHashKey });
  } else if (other !== undefined) {
    await engine.call('MergeShards', { StreamName, ShardToMerge: other.ShardId, AdjacentShardToMerge: one.ShardId });
  }
}

/** Reads as a consumer does: a shard when its parents are done. */
async function readByLineage(engine: TestEngine): Promise<string[]> {
  const { Shards } = await engine.call('ListShards', { StreamName: 's' });
  const done = new Set<string>();
  const texts: string[] = [];
  while (done.size < Shards.length) {
    const ready = Shards.filter(
      ({ ShardId, ParentShardId = '', AdjacentParentShardId = '' }) =>
        !done.has(ShardId) && [ParentShardId, AdjacentParentShardId].every((id) => id === '' || done.has(id)),
    );
    expect(ready).not.toEqual([]);
    for (const { ShardId } of ready) {
      const records = await engine.readAll(ShardId);
      const numbers = records.map(({ SequenceNumber }) => BigInt(SequenceNumber));
      expect(numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0n))).toBe(true);
      texts.push(...records.map(textOf));
      done.add(ShardId);
    }
  }
  return texts;
}

test('however a stream is resharded and restarted, each record is read once and each key in its order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
      const engine = await testEngine();
      await engine.stream('s', 2);
      const put: string[] = [];
      for (const each of steps) {
        engine.pass(100);
        if (each.kind === 'put') {
          const texts = each.keys.map((key, index) => `${key} ${put.length + index}`);
          const Records = texts.map((text) => ({ PartitionKey: text.split(' ')[0], Data: Buffer.from(text) }));
          await engine.call('PutRecords', { StreamName: 's', Records });
          put.push(...texts);
        } else if (each.kind === 'restart') await engine.restart();
        else await reshard(engine, each);
      }
      const read = await readByLineage(engine);
      expect(read.toSorted()).toEqual(put.toSorted());
      for (let key = 0; key < 10; key += 1) {
        const ofKey = (text: string): boolean => text.startsWith(`${key} `);
        expect(read.filter(ofKey)).toEqual(put.filter(ofKey));
      }
    }),
    { numRuns: 40 },
  );
});
