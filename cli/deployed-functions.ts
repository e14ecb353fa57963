import type { Pipeline } from '../core/pipeline.ts';
import { consumersOf } from './consumers.ts';
import { stageNames } from './stage.ts';

/** Names of the functions that a deployment of these pipelines has. The one of the webhook comes with its secret alone. */
export function deployedFunctions(pipelines: readonly Pipeline[]): readonly string[] {
  const perPipeline = pipelines.flatMap((pipeline) => [
    ...consumersOf(pipeline).map((consumer) => stageNames().consumerFunction(pipeline.name, consumer)),
    ...(pipeline.analysis === undefined ? [] : [stageNames().sweepFunction(pipeline.name)]),
    ...(pipeline.pull === undefined ? [] : [stageNames().fetchFunction(pipeline.name)]),
  ]);
  const names = stageNames();
  return [...perPipeline, names.produceFunction, names.healthFunction, names.loadFunction];
}
