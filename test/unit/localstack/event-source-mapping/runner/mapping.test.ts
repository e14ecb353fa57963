import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../../../../localstack/event-source-mapping/index.ts';
import { createMapping, type Wanted } from '../../../../../localstack/event-source-mapping/runner/mapping.ts';
import { openProgress } from '../../../../../localstack/event-source-mapping/runner/storage/progress.ts';

const uuid = '11111111-2222-3333-4444-555555555555';
const wanted = (BatchSize: number, enabled = true): Wanted => ({
  settings: readSettings({
    UUID: uuid,
    EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
    FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:ingest',
    StartingPosition: 'TRIM_HORIZON',
    BatchSize,
  }),
  roleArn: 'arn:aws:iam::000000000000:role/ingest',
  enabled,
});

/** A mapping whose shards begin, and end, when the test says so. */
async function mapping(first: Wanted, isNew = true) {
  const folder = mkdtempSync(path.join(tmpdir(), 'caudal-mapping-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const progress = await openProgress(path.join(folder, 'progress.json'), () => undefined);
  const runs: { batchSize: number; begin: () => void; drained: () => void; stopping: boolean }[] = [];
  const made = createMapping(uuid, first, isNew, {
    progress,
    source: () => ({ shards: async () => [], reader: () => ({ read: fail, behindMs: fail }) }),
    run({ settings }) {
      const begun = Promise.withResolvers<void>();
      const drained = Promise.withResolvers<void>();
      const run = { batchSize: settings.batchSize, begin: begun.resolve, drained: drained.resolve, stopping: false };
      runs.push(run);
      return {
        begun: begun.promise,
        statuses: () => [],
        stop() {
          run.stopping = true;
          return drained.promise;
        },
      };
    },
  });
  return { made, runs, state: () => made.status().state };
}

async function fail(): Promise<never> {
  throw new Error('nobody reads here');
}

test('Creating until the stream tells its shards, then Enabled', async () => {
  const { runs, state } = await mapping(wanted(10));
  await expect.poll(() => runs.length).toBe(1);
  expect(state()).toBe('Creating');
  runs[0]?.begin();
  await expect.poll(state).toBe('Enabled');
});

test('Disabling until what is under way is done, then Disabled; Enabling begins anew', async () => {
  const { made, runs, state } = await mapping(wanted(10));
  await expect.poll(() => runs.length).toBe(1);
  made.change(wanted(10, false));
  expect(state()).toBe('Disabling');
  await expect.poll(() => runs[0]?.stopping).toBe(true);
  expect(state()).toBe('Disabling');
  runs[0]?.drained();
  await expect.poll(state).toBe('Disabled');
  made.change(wanted(10));
  expect(state()).toBe('Enabling');
  await expect.poll(() => runs.length).toBe(2);
  runs[1]?.begin();
  await expect.poll(state).toBe('Enabled');
});

test('new settings count when the old ones are done with; the same again change nothing', async () => {
  const { made, runs, state } = await mapping(wanted(10));
  await expect.poll(() => runs.length).toBe(1);
  runs[0]?.begin();
  await expect.poll(state).toBe('Enabled');
  made.change(wanted(10));
  expect(state()).toBe('Enabled');
  made.change(wanted(20));
  made.change(wanted(30));
  expect(state()).toBe('Updating');
  await expect.poll(() => runs[0]?.stopping).toBe(true);
  expect(runs).toHaveLength(1);
  runs[0]?.drained();
  await expect.poll(() => runs.map(({ batchSize }) => batchSize)).toEqual([10, 30]);
  runs[1]?.begin();
  await expect.poll(state).toBe('Enabled');
});

test('known from before a restart it is what it was', async () => {
  expect((await mapping(wanted(10), false)).state()).toBe('Enabled');
  const disabled = await mapping(wanted(10, false), false);
  expect(disabled.state()).toBe('Disabled');
  expect(disabled.runs).toEqual([]);
});

test('Deleting until what is under way is done', async () => {
  const { made, runs, state } = await mapping(wanted(10));
  await expect.poll(() => runs.length).toBe(1);
  let gone = false;
  const removed = made.remove().then(() => {
    gone = true;
  });
  expect(state()).toBe('Deleting');
  await expect.poll(() => runs[0]?.stopping).toBe(true);
  expect(gone).toBe(false);
  runs[0]?.drained();
  await removed;
  expect(gone).toBe(true);
  expect(runs).toHaveLength(1);
});
