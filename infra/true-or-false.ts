import type { Node } from 'constructs';
import type { ContextKey } from './context-keys.ts';

/**
 * Reads a context key that is true or false, from the command line (text) or from `cdk.json`.
 *
 * @throws {TypeError} for any other value
 */
export function trueOrFalse(node: Pick<Node, 'tryGetContext'>, key: ContextKey, unset: boolean): boolean {
  const value: unknown = node.tryGetContext(key) ?? unset;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new TypeError(`Context "${key}" must be true or false (received ${JSON.stringify(value)})`);
}
