import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../localstack/config.ts';

const forbidden: readonly (readonly [folder: string, source: string, words: string])[] = [
  ['core', "import '../pipelines/index.ts';", 'core/ imports nothing of the project'],
  ['core/state', "import '../../functions/clients/clock.ts';", 'core/ imports nothing of the project'],
  ['core', "import 'node:fs';", 'core/ is pure'],
  ['core', "import '@aws-sdk/client-s3';", 'core/ is pure'],
  ['core', 'export const now = Date.now();', 'no clock'],
  ['core', 'export const now = new Date();', 'no clock'],
  ['pipelines', 'export const drawn = Math.random();', 'no clock'],
  ['pipelines', "import '../functions/clients/clock.ts';", 'it imports core/ only'],
  ['functions/ingest', "import '../../localstack/config.ts';", 'functions/ imports core/ and pipelines/ only'],
  ['functions/ingest', "import '../../cli/cql.ts';", 'functions/ imports core/ and pipelines/ only'],
  ['infra', "import '../functions/ingest/handler.ts';", 'infra/ imports core/ and pipelines/ only'],
  ['localstack', "import '../cli/cql.ts';", 'localstack/ imports core/ only'],
];

const allowed: readonly (readonly [folder: string, source: string])[] = [
  ['core', "import 'node:crypto';"],
  ['core', 'export const epoch = new Date(0);'],
  ['pipelines', "import '../core/normalise.ts';"],
  ['functions/ingest', "import '../../core/batch.ts';\nimport '../../pipelines/index.ts';"],
  ['cli', "import '../functions/clients/clock.ts';\nimport '../localstack/config.ts';"],
];

interface Diagnostic {
  readonly message: string;
  readonly location: { readonly path: string };
}

describe('the dependency rules of the house', () => {
  let tree: string;
  let diagnostics: readonly Diagnostic[];

  beforeAll(() => {
    tree = mkdtempSync(path.join(tmpdir(), 'caudal-lint-'));
    const config = JSON.parse(readFileSync(path.join(repositoryRoot, 'biome.json'), 'utf8'));
    writeFileSync(path.join(tree, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
    cpSync(path.join(repositoryRoot, 'test/lint'), path.join(tree, 'test/lint'), { recursive: true });
    for (const [index, [folder, source]] of forbidden.entries()) plant(folder, `forbidden${index}.ts`, source);
    for (const [index, [folder, source]] of allowed.entries()) plant(folder, `allowed${index}.ts`, source);
    const biome = path.join(repositoryRoot, 'node_modules', '.bin', 'biome');
    const { stdout } = spawnSync(biome, ['lint', '--reporter=json', '.'], { cwd: tree, encoding: 'utf8' });
    diagnostics = (JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] }).diagnostics;
  });

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  function plant(folder: string, name: string, source: string): void {
    mkdirSync(path.join(tree, folder), { recursive: true });
    writeFileSync(path.join(tree, folder, name), `${source}\n`);
  }

  const about = (file: string): string =>
    diagnostics
      .filter(({ location }) => location.path === file)
      .map(({ message }) => message)
      .join('\n');

  it.each(forbidden.map((rule, index) => [...rule, index] as const))(
    '%s may not say %s: %s',
    (folder, _, words, index) => {
      expect(about(`${folder}/forbidden${index}.ts`)).toContain(words);
    },
  );

  it.each(allowed.map((rule, index) => [...rule, index] as const))('%s may say %s', (folder, _, index) => {
    expect(about(`${folder}/allowed${index}.ts`)).toBe('');
  });
});
