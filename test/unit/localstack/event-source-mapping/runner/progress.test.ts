import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ShardCheckpoint } from '../../../../../localstack/event-source-mapping/index.ts';
import { groupCommit } from '../../../../../localstack/event-source-mapping/runner/storage/group-commit.ts';
import { openProgress } from '../../../../../localstack/event-source-mapping/runner/storage/progress.ts';

function temporaryFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'caudal-progress-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return path.join(folder, 'mapping', 'progress.json');
}

const after = (sequenceNumber: string): ShardCheckpoint => ({
  version: 1,
  position: { type: 'after', sequenceNumber },
  finished: false,
});
const noFailure = (error: unknown): never => {
  throw error;
};

test('what was stored is there when it is opened again', async () => {
  const file = temporaryFile();
  const progress = await openProgress(file, noFailure);
  expect(progress.current()).toBeUndefined();
  expect(progress.lastResult()).toBe('No records processed');
  await progress.replace({ version: 1, shards: { one: after('1'), two: after('2') }, starts: { one: '0' } });
  progress.checkpoint('one', after('11'));
  progress.result('OK');
  await progress.stored();
  const again = await openProgress(file, noFailure);
  expect(again.current()).toEqual({ version: 1, shards: { one: after('11'), two: after('2') }, starts: { one: '0' } });
  expect(again.lastResult()).toBe('OK');
});

test('a damaged file is an error, not a new beginning', async () => {
  const file = temporaryFile();
  mkdirSync(path.dirname(file));
  writeFileSync(
    file,
    '{"progress":{"version":1,"shards":{"one":{"version":1,"finished":false,"position":{"type":"?"}}}}}',
  );
  await expect(openProgress(file, noFailure)).rejects.toMatchObject({ name: 'InvalidCheckpointError' });
});

test('changes while a write is under way are stored by one write after it', async () => {
  const stored: number[] = [];
  let state = 0;
  let release: () => void = () => undefined;
  const commit = groupCommit(async () => {
    stored.push(state);
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  }, noFailure);
  const changes = [1, 2, 3].map((value) => {
    state = value;
    return commit.changed();
  });
  await expect.poll(() => stored).toEqual([3]);
  state = 4;
  const fourth = commit.changed();
  state = 5;
  const fifth = commit.changed();
  release();
  await Promise.all(changes);
  await expect.poll(() => stored).toEqual([3, 5]);
  release();
  await Promise.all([fourth, fifth]);
});

test('a store that fails is tried again', async () => {
  const failures: string[] = [];
  let tries = 0;
  const commit = groupCommit(
    async () => {
      tries += 1;
      if (tries < 3) throw new Error(`try ${tries}`);
    },
    (error) => failures.push((error as Error).message),
    1,
  );
  await commit.changed();
  expect(failures).toEqual(['try 1', 'try 2']);
});
