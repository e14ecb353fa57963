import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Pipeline } from '../core/pipeline.ts';

/** Where pipelines are declared. */
export const pipelinesFolder = path.resolve(import.meta.dirname, '../pipelines');

/**
 * The file that declares a pipeline: `<folder>/<name>.ts`, by convention, since a bundle takes in that file alone.
 *
 * @throws {Error} when there is no such file
 */
export function pipelineFile(pipeline: Pick<Pipeline, 'name'>, folder: string = pipelinesFolder): string {
  const file = path.join(folder, `${pipeline.name}.ts`);
  if (existsSync(file)) return file;
  throw new Error(
    `Pipeline "${pipeline.name}" must be declared in ${path.basename(folder)}/${pipeline.name}.ts, which does not exist: ` +
      'rename the file or the pipeline',
  );
}
