import { names } from '../core/names.ts';
import type { Pipeline } from '../core/pipeline.ts';
import { consumersOf } from './consumers.ts';

/** Names of the functions that a deployment of these pipelines has. The one of the webhook comes with its secret alone. */
export function deployedFunctions(pipelines: readonly Pipeline[]): readonly string[] {
  const perPipeline = pipelines.flatMap((pipeline) => [
    ...consumersOf(pipeline).map((consumer) => names.consumerFunction(pipeline.name, consumer)),
    ...(pipeline.analysis === undefined ? [] : [names.sweepFunction(pipeline.name)]),
    ...(pipeline.pull === undefined ? [] : [names.fetchFunction(pipeline.name)]),
  ]);
  return [...perPipeline, names.produceFunction, names.healthFunction];
}
