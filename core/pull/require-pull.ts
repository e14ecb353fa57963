import type { Pipeline } from '../pipeline.ts';
import type { PullSource } from './pull-source.ts';

/** The source of a pipeline. @throws {TypeError} for a pipeline that declares none */
export function requirePull({ name, pull }: Pick<Pipeline, 'name' | 'pull'>): PullSource {
  if (pull) return pull;
  throw new TypeError(`The pipeline ${name} declares no pull source: it has no fetch function`);
}
