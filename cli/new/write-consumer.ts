import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Consumer } from '../../core/consumer.ts';
import { defineConsumer, distinctConsumers } from '../../core/define-consumer.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { exitCodes, UserError } from '../errors.ts';
import { listed } from './list-pipeline.ts';

/** What to write, and where. */
export interface NewConsumer {
  /** Root of the checkout: `consumers/` lies in it. */
  readonly root: string;
  readonly pipeline: Pipeline;
  readonly name: string;
  /** The consumers that there are. */
  readonly consumers: readonly Consumer[];
}

/** Files that were written, relative to the root. */
export interface WrittenConsumer {
  readonly file: string;
  readonly index: string;
}

/**
 * Writes `consumers/<pipeline>-<name>.ts` from a template that is itself a consumer, and lists it in `consumers/index.ts`.
 * Nothing is written over, and nothing is written at all where one of the two is not possible.
 *
 * @throws {UserError} for a name that is bad or taken, and for a list that can't be added to
 */
export async function writeConsumer({ root, pipeline, name, consumers }: NewConsumer): Promise<WrittenConsumer> {
  requireFree(pipeline, name, consumers);
  const folder = path.join(root, 'consumers');
  const module = `${pipeline.name}-${name}`;
  const file = path.join(folder, `${module}.ts`);
  if (existsSync(file)) throw taken(`There is a file consumers/${module}.ts already, and nothing is written over it`);
  const index = path.join(folder, 'index.ts');
  const list = listed(await readFile(index, 'utf8'), module, { file: 'consumers/index.ts', call: 'distinctConsumers' });
  await writeFile(file, await consumerText(pipeline, name), { flag: 'wx' });
  await writeFile(index, list);
  return { file: path.relative(root, file), index: path.relative(root, index) };
}

function requireFree(pipeline: Pipeline, name: string, consumers: readonly Consumer[]): void {
  try {
    distinctConsumers([...consumers, defineConsumer({ name, pipeline, handle: async () => undefined })]);
  } catch (error) {
    throw taken(`No consumer of ${pipeline.name} can have that name: ${(error as Error).message}`);
  }
}

function taken(complaint: string): UserError {
  return new UserError(complaint, { hint: 'Such as ./caudal new consumer sensors archive', exitCode: exitCodes.usage });
}

/** The template is one of sensors, called archive. */
async function consumerText(pipeline: Pipeline, name: string): Promise<string> {
  const text = await readFile(path.join(import.meta.dirname, 'templates/consumer.ts'), 'utf8');
  return text
    .replaceAll('../../../', '../')
    .replaceAll(/\bsensors\b/g, pipeline.name)
    .replaceAll(/\barchive\b/g, name);
}
