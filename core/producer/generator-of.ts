import type { Pipeline } from '../pipeline.ts';
import type { EventGenerator } from './generator.ts';

/** The pipeline's generator. @throws {RangeError} where it has none */
export function generatorOf<E>({ name, generator }: Pipeline<E>): EventGenerator<E> {
  if (generator) return generator;
  throw new RangeError(
    `Pipeline ${name} declares no generator, so nothing can be produced; "caudal send ${name}" sends events by hand`,
  );
}
