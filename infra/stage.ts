import type { IConstruct, Node } from 'constructs';
import { type Names, namesOf } from '../core/names.ts';
import { requirePrefix } from '../core/stage.ts';
import type { ContextKey } from './context-keys.ts';

/**
 * Reads the context key `prefix` (`cdk deploy -c prefix=dev`): what the names of a stage begin with.
 *
 * @returns nothing for the stage without a prefix
 * @throws {RangeError} for a value that is no prefix, see {@link requirePrefix}
 */
export function stagePrefix(node: Pick<Node, 'tryGetContext'>): string {
  const value: unknown = node.tryGetContext('prefix' satisfies ContextKey);
  return value === undefined ? '' : requirePrefix('Context "prefix"', value);
}

/** The names of the stage that a construct belongs to. @throws {RangeError} as {@link stagePrefix} */
export function namesIn(scope: IConstruct): Names {
  return namesOf(stagePrefix(scope.node));
}
