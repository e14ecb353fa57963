import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Consumer } from '../core/consumer.ts';

/** Where consumers are declared. */
const consumersFolder = path.resolve(import.meta.dirname, '../consumers');

/**
 * The file that declares a consumer: `<folder>/<pipeline>-<name>.ts`, by convention, since a bundle takes in that file alone.
 *
 * @throws {Error} when there is no such file
 */
export function consumerFile(
  { name, pipeline }: Pick<Consumer, 'name' | 'pipeline'>,
  folder: string = consumersFolder,
): string {
  const expected = `${pipeline.name}-${name}.ts`;
  const file = path.join(folder, expected);
  if (existsSync(file)) return file;
  throw new Error(
    `Consumer "${name}" of "${pipeline.name}" must be declared in ${path.basename(folder)}/${expected}, which does not exist: ` +
      'rename the file or the consumer',
  );
}
