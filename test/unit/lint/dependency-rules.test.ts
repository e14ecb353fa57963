import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../localstack/config.ts';

/** What Biome says of a source as if it stood in that file. */
function lint(file: string, source: string): string {
  const biome = path.join(repositoryRoot, 'node_modules', '.bin', 'biome');
  const { stdout, stderr } = spawnSync(biome, ['lint', `--stdin-file-path=${file}`], {
    cwd: repositoryRoot,
    input: source,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

describe('the dependency rules of the house', () => {
  it.each([
    ['core/x.ts', "import '../pipelines/index.ts';", 'core/ imports nothing of the project'],
    ['core/state/x.ts', "import '../../functions/clients/clock.ts';", 'core/ imports nothing of the project'],
    ['core/x.ts', "import 'node:fs';", 'core/ is pure'],
    ['core/x.ts', "import '@aws-sdk/client-s3';", 'core/ is pure'],
    ['core/x.ts', 'export const now = Date.now();', 'no clock'],
    ['core/x.ts', 'export const now = new Date();', 'no clock'],
    ['pipelines/x.ts', 'export const drawn = Math.random();', 'no clock'],
    ['pipelines/x.ts', "import '../functions/clients/clock.ts';", 'imports core/ only'],
    ['functions/ingest/x.ts', "import '../../localstack/config.ts';", 'imports core/ and pipelines/ only'],
    ['functions/ingest/x.ts', "import '../../cli/cql.ts';", 'imports core/ and pipelines/ only'],
    ['infra/x.ts', "import '../functions/ingest/handler.ts';", 'imports core/ and pipelines/ only'],
    ['localstack/x.ts', "import '../cli/cql.ts';", 'localstack/ imports core/ only'],
  ])('%s may not say %s', (file, source, words) => {
    expect(lint(file, source)).toContain(words);
  });

  it.each([
    ['core/x.ts', "import 'node:crypto';"],
    ['core/x.ts', 'export const epoch = new Date(0);'],
    ['pipelines/x.ts', "import '../core/normalise.ts';"],
    ['functions/ingest/x.ts', "import '../../core/batch.ts';\nimport '../../pipelines/index.ts';"],
    ['cli/x.ts', "import '../functions/clients/clock.ts';\nimport '../localstack/config.ts';"],
  ])('%s may say %s', (file, source) => {
    expect(lint(file, source)).not.toMatch(/noRestrictedImports|plugin/);
  });
});
