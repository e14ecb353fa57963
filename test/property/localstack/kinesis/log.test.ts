import { rmSync, truncateSync } from 'node:fs';
import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShardLog } from '../../../../localstack/kinesis/log/shard-log.ts';

/** What may happen to a log. */
type Step =
  | { readonly kind: 'append'; readonly sizes: readonly number[]; readonly after: number }
  | { readonly kind: 'restart' }
  /** The machine loses power while a write is under way: a share of its bytes is on disk. */
  | { readonly kind: 'crash'; readonly sizes: readonly number[]; readonly share: number }
  | { readonly kind: 'trim'; readonly age: number };

interface Known {
  readonly index: number;
  readonly arrival: number;
  readonly text: string;
}

const sizes = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 8 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('append' as const), sizes, after: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      sizes,
      share: fc.double({ min: 0, max: 0.999, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('trim' as const), age: fc.nat(100) }) },
);

const segmentBytes = 8000;

async function newestFile(folder: string): Promise<{ file: string; size: number } | undefined> {
  const name = (await readdir(folder)).sort().at(-1);
  if (name === undefined) return undefined;
  const file = path.join(folder, name);
  return { file, size: (await stat(file)).size };
}

/** Appends, crashes within the write, and gives the log as the next process finds it. */
async function crash(
  log: ShardLog,
  folder: string,
  records: Parameters<ShardLog['append']>[0],
  now: number,
  share: number,
) {
  const before = await newestFile(folder);
  await log.append(records, now);
  await log.close();
  const after = await newestFile(folder);
  if (after !== undefined) {
    const start = after.file === before?.file ? before.size : 0;
    truncateSync(after.file, start + Math.floor((after.size - start) * share));
  }
  return ShardLog.open(folder, { segmentBytes });
}

test('whatever happens, a log gives back what was acknowledged, in order, from any place', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), fc.nat(), async (steps, seed) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'caudal-kinesis-'));
      let log = await ShardLog.open(folder, { segmentBytes });
      const known: Known[] = [];
      let now = 1000;
      let horizon = 0;
      const recordsOf = (of: readonly number[]) =>
        of.map((size, index) => ({ partitionKey: `${now}-${index}`, data: Buffer.alloc(size, 'x'), encrypted: false }));
      try {
        for (const each of steps) {
          if (each.kind === 'append') {
            now += each.after;
            const stored = await log.append(recordsOf(each.sizes), now);
            known.push(...stored.map(({ index, arrival, partitionKey }) => ({ index, arrival, text: partitionKey })));
          } else if (each.kind === 'restart') {
            await log.close();
            log = await ShardLog.open(folder, { segmentBytes });
          } else if (each.kind === 'crash') {
            now += 1;
            log = await crash(log, folder, recordsOf(each.sizes), now, each.share);
            // Whole frames of the unfinished write may be there: they are neither known to be lost nor to be kept.
            const from = (known.at(-1)?.index ?? 0) + 1;
            const extra = await log.read({ from, notBefore: 0, maxRecords: 100, maxBytes: 1e9 });
            known.push(...extra.map(({ index, arrival, partitionKey }) => ({ index, arrival, text: partitionKey })));
          } else {
            horizon = Math.max(horizon, now - each.age);
            await log.trim(horizon);
          }
        }
        expect(known.map(({ index }) => index)).toEqual(known.map(({ index }) => index).toSorted((a, b) => a - b));
        const wanted = known.filter(({ arrival }) => arrival >= horizon);
        const from = wanted[seed % (wanted.length + 1)]?.index ?? 1;
        const found = await log.read({ from, notBefore: horizon, maxRecords: 10_000, maxBytes: 1e9 });
        expect(found.map(({ index, arrival, partitionKey }) => ({ index, arrival, text: partitionKey }))).toEqual(
          wanted.filter(({ index }) => index >= from),
        );
        expect(await log.indexAt(horizon)).toBe(wanted[0]?.index ?? log.readable);
      } finally {
        await log.close();
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 60 },
  );
});
