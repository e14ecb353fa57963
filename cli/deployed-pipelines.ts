import type { Pipeline } from '../core/pipeline.ts';
import { pipelines } from '../pipelines/index.ts';
import type { Deployment } from './deployment.ts';
import { stagePipeline } from './stage.ts';

/** The declared pipelines that are deployed, as the stage has them. One whose file went since then is left out: nothing is known of it. */
export function deployedPipelines(deployment: Pick<Deployment, 'pipelines'>): readonly Pipeline[] {
  return pipelines.filter(({ name }) => deployment.pipelines.includes(name)).map(stagePipeline);
}

/** Names of the declared pipelines that are not. */
export function undeployedPipelines(deployment: Pick<Deployment, 'pipelines'>): readonly string[] {
  return pipelines.map(({ name }) => name).filter((name) => !deployment.pipelines.includes(name));
}
