import { didYouMean } from '../core/did-you-mean.ts';
import { distinctPipelines } from '../core/distinct-pipelines.ts';
import type { Pipeline } from '../core/pipeline.ts';
import logs from './logs.ts';
import { generator as observations } from './observatory/generator.ts';
import observatory from './observatory.ts';
import { generator as userActions } from './payments/generator.ts';
import payments from './payments.ts';
import posts from './posts.ts';
import sensors from './sensors.ts';
import { generator as people } from './users/generator.ts';
import users from './users.ts';

/** All pipelines. A new one is a file beside this one and a line here; `caudal new pipeline` writes both. */
export const pipelines: readonly Pipeline[] = distinctPipelines([
  sensors,
  { ...observatory, generator: observations },
  { ...payments, generator: userActions },
  { ...users, generator: people },
  posts,
  logs,
]);

/** Names of those that are deployed only where the context `pipelines` names them, as `caudal run` does. */
export const examples: readonly string[] = ['posts', 'logs'];

/** The pipeline of that name. @throws {RangeError} with the names there are */
export function pipelineNamed(name: string): Pipeline {
  const found = pipelines.find((pipeline) => pipeline.name === name);
  if (found) return found;
  const known = pipelines.map((pipeline) => pipeline.name);
  throw new RangeError(
    `There is no pipeline ${JSON.stringify(name)}; there are: ${known.join(', ')}.${didYouMean(name, known)}`,
  );
}
