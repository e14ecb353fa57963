import type { Pipeline } from './pipeline.ts';

/**
 * The pipelines as they are, once it is sure that no two share a name or a stream: a copy of a file is easily listed with
 * one of them still in it.
 *
 * @throws {RangeError} naming what is used twice, and by which pipelines
 */
export function distinctPipelines(pipelines: readonly Pipeline[]): readonly Pipeline[] {
  const streams = new Map<string, string>();
  const names = new Set<string>();
  for (const { name, stream } of pipelines) {
    if (names.has(name)) throw new RangeError(`two pipelines are named "${name}": give each a name of its own`);
    names.add(name);
    const other = streams.get(stream.name);
    if (other)
      throw new RangeError(
        `the pipelines "${other}" and "${name}" share the stream "${stream.name}": give each its own`,
      );
    streams.set(stream.name, name);
  }
  return pipelines;
}
