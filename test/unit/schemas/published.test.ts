import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPublished } from '../../../cli/schema/files.ts';
import { createRandom } from '../../../core/producer/random.ts';
import { documentSchema } from '../../../core/schema/document.ts';
import { checkSchema } from '../../../core/schema/evolution.ts';
import { edgeSamples } from '../../../core/schema/samples.ts';
import { VERSION_FIELD } from '../../../core/schema/versions.ts';
import { cloudConfig, repositoryRoot } from '../../../localstack/config.ts';
import { pipelines } from '../../../pipelines/index.ts';

const python = path.join(cloudConfig().tools, 'python', 'bin', 'python');
const script = path.join(repositoryRoot, 'test', 'support', 'schema', 'validate.py');
const AT = Date.UTC(2026, 5, 1);

/** What Python's `jsonschema` finds at fault in each event: the path of a field; empty where it fits. */
function faults(document: unknown, events: readonly unknown[]): readonly string[] {
  const { stdout, stderr } = spawnSync(python, [script], {
    input: JSON.stringify([document, events]),
    encoding: 'utf8',
  });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as string[];
}

const published = await Promise.all(
  pipelines.map(async (pipeline) => ({ pipeline, files: await readPublished(repositoryRoot, pipeline.name) })),
);
const files = published.flatMap(({ pipeline, files: of }) =>
  of.map((file) => ({ ...file, pipeline, name: pipeline.name })),
);

describe.each(published.filter((one) => one.files.length > 0))(
  'schemas of $pipeline.name',
  ({ pipeline, files: of }) => {
    it('take what is sent today, and are what is declared', () => {
      expect(checkSchema(pipeline, of)).toMatchObject({ complaints: [], state: 'published' });
    });
  },
);

describe.each(files)('schemas/$name/v$version.json in Python', ({ pipeline, version, document }) => {
  const { examples = [], required = [] } = document;
  const samples = edgeSamples(documentSchema(document), examples);

  it('is JSON Schema, and takes its examples and all that is within it', () => {
    const marked = samples.map((event) => ({ ...event, [VERSION_FIELD]: version }));
    expect(samples.length).toBeGreaterThan(10);
    expect(faults(document, [...examples, ...samples, ...marked]).filter(Boolean)).toEqual([]);
  });

  it('does not take an event of another version, or one that lacks a field', () => {
    const [event = {}] = samples;
    const lacking = required.map((field) => ({ ...event, [field]: undefined }));
    const found = faults(document, [{ ...event, [VERSION_FIELD]: version + 1 }, ...lacking]);
    expect(found).toEqual([`$.${VERSION_FIELD}`, ...required.map(() => '$')]);
  });

  it.runIf(version === pipeline.schemaVersion && pipeline.generator)('takes what the producer sends', () => {
    const random = createRandom('published', pipeline.name);
    const events = Array.from({ length: 200 }, (_, n) =>
      pipeline.generator?.event({ random, id: `${AT + n}-${random.hex(24)}`, at: AT + n, devices: 20 }),
    );
    expect(faults(document, events).filter(Boolean)).toEqual([]);
  });
});
