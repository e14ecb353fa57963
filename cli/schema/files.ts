import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Pipeline } from '../../core/pipeline.ts';
import { schemaDocument } from '../../core/schema/document.ts';
import { schemaFile } from '../../core/schema/evolution.ts';
import type { JsonSchema } from '../../core/schema/json-schema.ts';
import type { PublishedSchema } from '../../core/schema/replay.ts';
import { UserError } from '../errors.ts';

const FILE = /^v([1-9]\d*)\.json$/;

/**
 * Reads what is published of a pipeline's schema, `schemas/<pipeline>/v<N>.json`, the oldest version first.
 * @param root of the checkout
 * @throws {UserError} for a file that is no JSON object
 */
export async function readPublished(root: string, pipeline: string): Promise<readonly PublishedSchema[]> {
  const folder = path.join(root, path.dirname(schemaFile(pipeline, 1)));
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const versions = files.flatMap((file) => FILE.exec(file)?.[1] ?? []).map(Number);
  return Promise.all(versions.toSorted((a, b) => a - b).map((version) => readOne(root, pipeline, version)));
}

async function readOne(root: string, pipeline: string, version: number): Promise<PublishedSchema> {
  const file = schemaFile(pipeline, version);
  const text = await readFile(path.join(root, file), 'utf8');
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null) return { version, document: document as JsonSchema };
  } catch {
    // Said below: what is no JSON is no schema.
  }
  throw new UserError(`${file} is no JSON Schema`, {
    hint: `Take it from the history of the repository; ./caudal schema ${pipeline} --publish writes the newest anew.`,
  });
}

/** Writes the file of a pipeline's newest version, and gives its name from the root of the checkout. */
export async function writePublished(root: string, pipeline: Pipeline): Promise<string> {
  const file = schemaFile(pipeline.name, pipeline.schemaVersion ?? 1);
  await mkdir(path.join(root, path.dirname(file)), { recursive: true });
  await writeFile(path.join(root, file), `${JSON.stringify(schemaDocument(pipeline), null, 2)}\n`);
  return file;
}
