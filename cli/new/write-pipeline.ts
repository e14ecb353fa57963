import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Pipeline } from '../../core/pipeline.ts';
import { listPipeline } from './list-pipeline.ts';
import { requireFreeName } from './pipeline-name.ts';

/** What to write, and where. */
export interface NewPipeline {
  /** Root of the checkout: `pipelines/` lies in it. */
  readonly root: string;
  readonly name: string;
  /** Without a schema: any JSON object is an event. */
  readonly schemaless: boolean;
  /** The pipelines that there are. */
  readonly pipelines: readonly Pipeline[];
}

/** Files that were written, relative to the root. */
export interface WrittenPipeline {
  readonly file: string;
  readonly index: string;
}

/**
 * Writes `pipelines/<name>.ts` from a template that is itself a pipeline, and lists it in `pipelines/index.ts`. Nothing is
 * written over, and nothing is written at all where one of the two is not possible.
 *
 * @throws {UserError} for a name that is bad or taken, and for a list that can't be added to
 */
export async function writePipeline({ root, name, schemaless, pipelines }: NewPipeline): Promise<WrittenPipeline> {
  const folder = path.join(root, 'pipelines');
  const files = (await readdir(folder)).flatMap((file) => (file.endsWith('.ts') ? path.basename(file, '.ts') : []));
  requireFreeName(name, { pipelines, files });
  const index = path.join(folder, 'index.ts');
  const listed = listPipeline(await readFile(index, 'utf8'), name);
  const file = path.join(folder, `${name}.ts`);
  await writeFile(file, await pipelineText(name, schemaless), { flag: 'wx' });
  await writeFile(index, listed);
  return { file: path.relative(root, file), index: path.relative(root, index) };
}

async function pipelineText(name: string, schemaless: boolean): Promise<string> {
  const template = path.join(import.meta.dirname, 'templates', schemaless ? 'any-object.ts' : 'with-schema.ts');
  const text = await readFile(template, 'utf8');
  return text.replaceAll('../../../core/', '../core/').replaceAll('new-pipeline', name);
}
