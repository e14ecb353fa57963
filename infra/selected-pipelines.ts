import type { Node } from 'constructs';
import { didYouMean } from '../core/did-you-mean.ts';
import type { Pipeline } from '../core/pipeline.ts';
import type { ContextKey } from './context-keys.ts';

/**
 * Reads the context key `pipelines` (`cdk deploy -c pipelines=sensors,posts`, or in `cdk.json`): the pipelines to deploy, by
 * name and separated by commas, or `all`. What a deployment is not given, it takes away again, data included unless
 * `retainData` is set.
 *
 * @param known all pipelines there are; the selection keeps their order
 * @param examples names of those that are deployed only where they are named
 * @returns without the key all but the examples
 * @throws {TypeError} for no name at all, and for a name that no pipeline has
 */
export function selectedPipelines<P extends Pick<Pipeline, 'name'>>(
  node: Pick<Node, 'tryGetContext'>,
  known: readonly P[],
  examples: readonly string[],
): readonly P[] {
  const value: unknown = node.tryGetContext('pipelines' satisfies ContextKey);
  if (value === undefined) return known.filter(({ name }) => !examples.includes(name));
  if (value === 'all') return known;
  const asked = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : [];
  const stranger = asked.find((name) => !known.some((pipeline) => pipeline.name === name));
  if (asked.length === 0 || stranger !== undefined) {
    const there = known.map(({ name }) => name);
    const meant = stranger === undefined ? '' : didYouMean(stranger, there);
    throw new TypeError(
      `Context "pipelines" must be names of pipelines, separated by commas, or all; there are: ${there.join(', ')} ` +
        `(received ${JSON.stringify(stranger ?? value)}).${meant}`,
    );
  }
  return known.filter(({ name }) => asked.includes(name));
}
