import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../../../../../localstack/event-source-mapping/runner/log.ts';
import type { Wanted } from '../../../../../localstack/event-source-mapping/runner/mapping.ts';
import { type Definition, openMappings } from '../../../../../localstack/event-source-mapping/runner/mappings.ts';
import { temporaryFolder } from '../../../../support/kinesis/folders.ts';
import { FUNCTION, ROLE, STREAM } from '../support/shard.ts';

const [one, two] = ['11111111-2222-3333-4444-555555555555', '22222222-2222-3333-4444-555555555555'] as const;

function definition(UUID: string, change: Partial<Definition['configuration']> = {}): Definition {
  const configuration = { UUID, EventSourceArn: STREAM, FunctionArn: FUNCTION, StartingPosition: 'LATEST', ...change };
  return { configuration, roleArn: ROLE, enabled: true };
}

/** Mappings that run nothing; the invocation that is under way in each ends when the test says so. */
async function open(folder = temporaryFolder()) {
  const lines: string[] = [];
  const runs: { uuid: string; batchSize: number; stopping: boolean; end: () => void }[] = [];
  const run = ({ settings }: Wanted) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const mine = { uuid: settings.uuid, batchSize: settings.batchSize, stopping: false, end: resolve };
    runs.push(mine);
    return {
      begun: Promise.resolve(),
      statuses: () => [],
      stop() {
        mine.stopping = true;
        return promise;
      },
    };
  };
  const nobody = async (): Promise<never> => Promise.reject(new Error('nobody reads here'));
  const source = () => ({ shards: async () => [], reader: () => ({ read: nobody, behindMs: nobody }) });
  const log = createLog((line) => lines.push(line));
  const mappings = await openMappings(folder, () => ({ source, run }), log);
  return { folder, lines, runs, mappings };
}

const uuids = ({ mappings }: Awaited<ReturnType<typeof open>>) =>
  mappings.all().map((mapping) => mapping.status().uuid);

test('what was put is there, and begins, when the folder is opened again', async () => {
  const { folder, mappings, runs } = await open();
  expect(await mappings.put(one, definition(one))).toMatchObject({ uuid: one, state: 'Creating' });
  expect(await mappings.put(one, definition(one, { BatchSize: 7 }))).toMatchObject({ state: 'Updating' });
  for (const run of runs) run.end();
  const again = await open(folder);
  expect(uuids(again)).toEqual([one]);
  await expect.poll(() => again.runs.map(({ batchSize }) => batchSize)).toEqual([7]);
});

test('what is removed goes when its last invocation is over, with its folder', async () => {
  const opened = await open();
  const { folder, mappings, runs } = opened;
  await mappings.put(one, definition(one));
  await expect.poll(() => runs).toHaveLength(1);
  const removed = mappings.remove(one);
  await expect.poll(() => runs[0]?.stopping).toBe(true);
  expect(existsSync(path.join(folder, one, 'mapping.json'))).toBe(false);
  expect(mappings.get(one)?.status().state).toBe('Deleting');
  runs[0]?.end();
  await removed;
  expect([uuids(opened), readdirSync(folder)]).toEqual([[], []]);
  await mappings.remove(one);
});

test('one that is put again while it goes begins when it is gone; others need not wait', async () => {
  const opened = await open();
  const { folder, mappings, runs } = opened;
  await mappings.put(one, definition(one));
  await expect.poll(() => runs).toHaveLength(1);
  const removed = mappings.remove(one);
  const put = mappings.put(one, definition(one, { BatchSize: 7 }));
  await mappings.put(two, definition(two));
  runs[0]?.end();
  await Promise.all([removed, put]);
  expect(uuids(opened).sort()).toEqual([one, two]);
  expect(existsSync(path.join(folder, one, 'mapping.json'))).toBe(true);
  await expect.poll(() => runs.filter(({ uuid }) => uuid === one).map(({ batchSize }) => batchSize)).toEqual([100, 7]);
});

test('all but those that LocalStack knows are dropped', async () => {
  const opened = await open();
  const { mappings, runs } = opened;
  for (const uuid of [one, two]) await mappings.put(uuid, definition(uuid));
  await expect.poll(() => runs).toHaveLength(2);
  await mappings.keep([two]);
  for (const run of runs) run.end();
  await expect.poll(() => uuids(opened)).toEqual([two]);
});

test('one that cannot be read is said, left as it is, and holds up no other', async () => {
  const first = await open();
  for (const uuid of [one, two]) await first.mappings.put(uuid, definition(uuid));
  writeFileSync(path.join(first.folder, one, 'progress.json'), '{"progress":{}}');
  const again = await open(first.folder);
  expect(uuids(again)).toEqual([two]);
  expect(again.lines.join()).toContain(`"mapping":"${one}","problem":"InvalidCheckpointError`);
  expect(existsSync(path.join(first.folder, one, 'mapping.json'))).toBe(true);
});

test('one without a function is refused, and nothing is kept of it', async () => {
  const { folder, mappings } = await open();
  await expect(mappings.put(one, definition(one, { FunctionArn: '' }))).rejects.toThrow(
    'expected an ARN (received "")',
  );
  expect(readdirSync(folder)).toEqual([]);
});
