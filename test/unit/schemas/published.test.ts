import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPublished } from '../../../cli/schema/files.ts';
import type { Pipeline } from '../../../core/pipeline.ts';
import { createRandom } from '../../../core/producer/random.ts';
import { documentSchema } from '../../../core/schema/document.ts';
import { checkSchema } from '../../../core/schema/evolution.ts';
import type { PublishedSchema } from '../../../core/schema/replay.ts';
import { edgeSamples } from '../../../core/schema/samples.ts';
import { VERSION_FIELD } from '../../../core/schema/versions.ts';
import { cloudConfig, repositoryRoot } from '../../../localstack/config.ts';
import { pipelines } from '../../../pipelines/index.ts';

const python = path.join(cloudConfig().tools, 'python', 'bin', 'python');
const script = path.join(repositoryRoot, 'test', 'support', 'schema', 'validate.py');
const AT = Date.UTC(2026, 5, 1);

const published = await Promise.all(
  pipelines.map(async (pipeline) => ({ pipeline, files: await readPublished(repositoryRoot, pipeline.name) })),
);

/** Events that fit a published schema and some that do not. */
function casesOf(pipeline: Pipeline, { version, document }: PublishedSchema) {
  const { examples = [], required = [] } = document;
  const samples = edgeSamples(documentSchema(document), examples);
  const [event = {}] = samples;
  const random = createRandom('published', pipeline.name);
  const { generator } = version === pipeline.schemaVersion ? pipeline : {};
  const sent = Array.from({ length: generator ? 200 : 0 }, (_, n) =>
    generator?.event({ random, id: `${AT + n}-${random.hex(24)}`, at: AT + n, devices: 20 }),
  );
  return {
    fitting: [...examples, ...samples, ...samples.map((one) => ({ ...one, [VERSION_FIELD]: version })), ...sent],
    otherVersion: [{ ...event, [VERSION_FIELD]: version + 1 }],
    lacking: required.map((field) => ({ ...event, [field]: undefined })),
  };
}

const files = published.flatMap(({ pipeline, files: of }) =>
  of.map((file) => ({ ...file, name: pipeline.name, ...casesOf(pipeline, file) })),
);

/** What Python's `jsonschema` finds at fault, by file and event: the path of a field; empty where the event fits. */
const faults = ((): readonly (readonly string[])[] => {
  const input = files.map((file) => [file.document, [...file.fitting, ...file.otherVersion, ...file.lacking]]);
  const { stdout, stderr } = spawnSync(python, [script], { input: JSON.stringify(input), encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
})();

describe.each(published.filter((one) => one.files.length > 0))(
  'schemas of $pipeline.name',
  ({ pipeline, files: of }) => {
    it('take what is sent today, and are what is declared', () => {
      expect(checkSchema(pipeline, of)).toMatchObject({ complaints: [], state: 'published' });
    });
  },
);

describe.each(files)('schemas/$name/v$version.json, read by Python', (file) => {
  const found = faults[files.indexOf(file)] ?? [];

  it('takes its examples, all that is within it, and what the producer sends', () => {
    expect(file.fitting.length).toBeGreaterThan(20);
    expect(found.slice(0, file.fitting.length).filter(Boolean)).toEqual([]);
  });

  it('does not take an event of another version, or one that lacks a field', () => {
    const wrong = [`$.${VERSION_FIELD}`, ...file.lacking.map(() => '$')];
    expect(found.slice(file.fitting.length)).toEqual(wrong);
  });
});
