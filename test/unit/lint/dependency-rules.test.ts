import { beforeAll, describe, expect, it } from 'vitest';
import { type Diagnostic, lintPlanted } from './support/planted.ts';

const forbidden: readonly (readonly [folder: string, source: string, words: string])[] = [
  ['core', "import '../pipelines/index.ts';", 'core/ imports nothing of the project'],
  ['core/state', "import '../../functions/clients/clock.ts';", 'core/ imports nothing of the project'],
  ['core', "import 'node:fs';", 'core/ is pure'],
  ['core', "import '@aws-sdk/client-s3';", 'core/ is pure'],
  ['core', 'export const now = Date.now();', 'no clock'],
  ['core', 'export const now = new Date();', 'no clock'],
  ['pipelines', 'export const drawn = Math.random();', 'no clock'],
  ['pipelines', "import '../functions/clients/clock.ts';", 'it imports core/ only'],
  ['core', "import '../consumers/index.ts';", 'core/ imports nothing of the project'],
  ['pipelines', "import '../consumers/index.ts';", 'it imports core/ only'],
  ['consumers', "import '../infra/caudal.ts';", 'consumers/ imports core/, pipelines/ and functions/clients/ only'],
  ['consumers', "import '../functions/ingest/ingest.ts';", 'consumers/ imports core/, pipelines/'],
  ['consumers', "import '../cli/cql.ts';", 'consumers/ imports core/, pipelines/'],
  ['functions/consume', "import '../../consumers/index.ts';", 'functions/ imports core/ and pipelines/ only'],
  ['functions/ingest', "import '../../localstack/config.ts';", 'functions/ imports core/ and pipelines/ only'],
  ['functions/ingest', "import '../../cli/cql.ts';", 'functions/ imports core/ and pipelines/ only'],
  ['infra', "import '../functions/ingest/handler.ts';", 'infra/ imports core/, pipelines/ and consumers/ only'],
  ['localstack', "import '../cli/cql.ts';", 'localstack/ imports core/ only'],
  ['localstack/event-source-mapping/rules', "import 'node:fs';", 'The event source mapping is pure'],
  ['localstack/event-source-mapping', "import './runner/main.ts';", 'The event source mapping is pure'],
  ['localstack/event-source-mapping/machine', 'export const now = Date.now();', 'no clock'],
];

const allowed: readonly (readonly [folder: string, source: string])[] = [
  ['core', "import 'node:crypto';"],
  ['core', 'export const epoch = new Date(0);'],
  ['pipelines', "import '../core/normalise.ts';"],
  ['consumers', "import '../core/define-consumer.ts';\nimport '../pipelines/index.ts';\nimport '@aws-sdk/client-s3';"],
  ['consumers', "import '../functions/clients/s3.ts';"],
  ['infra', "import '../consumers/index.ts';"],
  ['functions/ingest', "import '../../core/batch.ts';\nimport '../../pipelines/index.ts';"],
  ['localstack/event-source-mapping/runner', "import 'node:fs';\nimport '../index.ts';"],
  ['cli', "import '../functions/clients/clock.ts';\nimport '../localstack/config.ts';"],
];

describe('the dependency rules of the house', () => {
  let diagnostics: readonly Diagnostic[];

  beforeAll(() => {
    const planted = [
      ...forbidden.map(([folder, source], index) => [`${folder}/forbidden${index}.ts`, `${source}\n`] as const),
      ...allowed.map(([folder, source], index) => [`${folder}/allowed${index}.ts`, `${source}\n`] as const),
    ];
    diagnostics = lintPlanted(new Map(planted));
  });

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
