import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { writePipeline } from '../../../../cli/new/write-pipeline.ts';
import { repositoryRoot } from '../../../../localstack/config.ts';
import { pipelines } from '../../../../pipelines/index.ts';

const folders: string[] = [];
let root: string;

/** A checkout of the pipelines alone; what they import is that of this checkout. */
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'caudal-new-'));
  folders.push(root);
  mkdirSync(path.join(root, 'pipelines'));
  cpSync(path.join(repositoryRoot, 'pipelines'), path.join(root, 'pipelines'), { recursive: true });
  for (const shared of ['core', 'node_modules', 'package.json']) {
    symlinkSync(path.join(repositoryRoot, shared), path.join(root, shared));
  }
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** What Biome makes of a file of `pipelines/`: the same, where it is formatted and in order. */
function formatted(file: string): string {
  return execFileSync(
    path.join(repositoryRoot, 'node_modules/.bin/biome'),
    ['check', '--write', `--stdin-file-path=${file}`],
    { cwd: repositoryRoot, input: read(file), encoding: 'utf8' },
  );
}

// Each case starts Biome and Node three times, which takes seconds on a busy machine.
describe('caudal new pipeline', { timeout: 30_000 }, () => {
  it.each([
    { name: 'ab', schemaless: false },
    { name: 'twenty-letters-or-so', schemaless: false },
    { name: 'ab', schemaless: true },
    { name: 'twenty-letters-or-so', schemaless: true },
  ])('writes a pipeline that is formatted, listed and defined: %j', async ({ name, schemaless }) => {
    const written = await writePipeline({ root, name, schemaless, pipelines });
    expect(written).toEqual({ file: `pipelines/${name}.ts`, index: 'pipelines/index.ts' });
    for (const file of [written.file, written.index]) expect(formatted(file), file).toBe(read(file));
    const script =
      `import { pipelines } from './${written.index}';` +
      'const { name, stream, analysis, record, generator } = pipelines.at(-1);' +
      'const windows = analysis.windows.map(({ kind }) => kind);' +
      'const rules = analysis.rules.map(({ kind }) => kind);' +
      'console.log(JSON.stringify({ name, stream, windows, rules, table: record.table, generated: !!generator }));';
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root });
    expect(JSON.parse(printed.toString())).toMatchObject({
      name,
      stream: { name: `${name}.events` },
      windows: ['tumbling'],
      rules: ['threshold'],
      table: { keyspace: name.replaceAll('-', '_'), name: 'events' },
      generated: true,
    });
  });

  it('writes nothing over, and nothing at all when the name is taken', async () => {
    const before = readdirSync(path.join(root, 'pipelines'));
    const index = read('pipelines/index.ts');
    await expect(writePipeline({ root, name: 'sensors', schemaless: false, pipelines })).rejects.toThrow(
      'There is a pipeline "sensors" already',
    );
    expect(read('pipelines/index.ts')).toBe(index);
    const { file } = await writePipeline({ root, name: 'draft', schemaless: true, pipelines });
    const draft = read(file);
    await expect(writePipeline({ root, name: 'draft', schemaless: false, pipelines })).rejects.toThrow(
      'There is a file pipelines/draft.ts already',
    );
    expect(read(file)).toBe(draft);
    expect(readdirSync(path.join(root, 'pipelines'))).toEqual([...before, 'draft.ts'].sort());
  });
});
