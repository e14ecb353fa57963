import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Model } from '../../core/models/model.ts';
import { parseModel } from '../../core/models/parse-model.ts';
import { repositoryRoot } from '../../localstack/config.ts';
import type { Task } from '../task.ts';
import type { Vectors } from './document.ts';

/** The committed model of a task; undefined: it was never trained. */
export async function readModel({ file }: Pick<Task, 'file'>): Promise<Model | undefined> {
  const place = path.join(repositoryRoot, file);
  return existsSync(place) ? parseModel(JSON.parse(await readFile(place, 'utf8'))) : undefined;
}

/** Writes model and vectors where they are committed. */
export async function writeTrained(
  task: Pick<Task, 'file' | 'vectors'>,
  model: Model,
  vectors: Vectors,
): Promise<void> {
  await writeFile(path.join(repositoryRoot, task.file), linesOf(model));
  await writeFile(path.join(repositoryRoot, task.vectors), linesOf(vectors));
}

/** JSON that shows in a diff what has changed: a line a field, a tree, a row. */
function linesOf(value: object): string {
  const fields = Object.entries(value).map(([name, field]) => {
    const list = Array.isArray(field) && typeof field[0] === 'object';
    const text = list
      ? `[\n${field.map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n  ]`
      : JSON.stringify(field);
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${fields.join(',\n')}\n}\n`;
}
