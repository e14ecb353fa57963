import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { writeConsumer } from '../../../../cli/new/write-consumer.ts';
import type { Consumer } from '../../../../core/consumer.ts';
import type { Pipeline } from '../../../../core/pipeline.ts';
import { repositoryRoot } from '../../../../localstack/config.ts';
import { pipelineNamed } from '../../../../pipelines/index.ts';

const folders: string[] = [];
let root: string;

/** A checkout with consumers of its own; what they import is that of this checkout. */
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'caudal-new-'));
  folders.push(root);
  cpSync(path.join(repositoryRoot, 'consumers'), path.join(root, 'consumers'), { recursive: true });
  for (const shared of ['core', 'functions', 'pipelines', 'node_modules', 'package.json']) {
    symlinkSync(path.join(repositoryRoot, shared), path.join(root, shared));
  }
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const formatted = (file: string): string =>
  execFileSync(
    path.join(repositoryRoot, 'node_modules/.bin/biome'),
    ['check', '--write', `--stdin-file-path=${file}`],
    { cwd: repositoryRoot, input: read(file), encoding: 'utf8' },
  );
const sensors = pipelineNamed('sensors');
const observatory = pipelineNamed('observatory');

describe('a new consumer', () => {
  it('is written and listed, formatted, and is one', async () => {
    const written = await writeConsumer({ root, pipeline: observatory, name: 'to-lake', consumers: [] });
    expect(written).toEqual({ file: 'consumers/observatory-to-lake.ts', index: 'consumers/index.ts' });
    expect(formatted(written.file)).toBe(read(written.file));
    expect(formatted(written.index)).toBe(read(written.index));
    const module = await import(pathToFileURL(path.join(root, written.index)).href);
    const [consumer] = module.consumers as readonly Consumer[];
    expect(consumer).toMatchObject({ name: 'to-lake', startingPosition: 'TRIM_HORIZON' });
    expect(consumer?.pipeline.name).toBe('observatory');
    expect(consumer?.permissions({ operationsBucket: 'arn:aws:s3:::b', of: () => '' })).toEqual([
      { actions: ['s3:PutObject'], resources: ['arn:aws:s3:::b/consumers/observatory-to-lake/*'] },
    ]);
  });

  it('stands beside others', async () => {
    for (const pipeline of [sensors, observatory]) {
      await writeConsumer({ root, pipeline, name: 'archive', consumers: [] });
    }
    expect(read('consumers/index.ts')).toContain('distinctConsumers([sensorsArchive, observatoryArchive]);');
    expect(formatted('consumers/index.ts')).toBe(read('consumers/index.ts'));
  });

  it.each([
    ['Archive', /No consumer of sensors can have that name: name must be 2 to 20/],
    ['analyze', /functions of Caudal are called so/],
    ['archive', /two consumers are the function "caudal-sensors-archive"/],
  ])('is not called %s where that is bad or taken', async (name, words) => {
    const archive = { name: 'archive', pipeline: sensors as Pipeline } as Consumer;
    const writing = writeConsumer({ root, pipeline: sensors, name, consumers: [archive] });
    await expect(writing).rejects.toThrow(words);
    expect(readdirSync(path.join(root, 'consumers'))).toEqual(['index.ts']);
  });

  it('writes nothing over', async () => {
    await writeConsumer({ root, pipeline: sensors, name: 'archive', consumers: [] });
    const before = read('consumers/index.ts');
    const again = writeConsumer({ root, pipeline: sensors, name: 'archive', consumers: [] });
    await expect(again).rejects.toThrow('There is a file consumers/sensors-archive.ts already');
    expect(read('consumers/index.ts')).toBe(before);
  });
});
