import type { Node } from 'constructs';
import type { DataRetention } from './constructs/data-retention.ts';
import type { ContextKey } from './context-keys.ts';

/**
 * Reads the context key `retainData` (`cdk deploy -c retainData=true`, or in `cdk.json`).
 *
 * @throws {TypeError} for a value other than true and false
 */
export function dataRetention(node: Pick<Node, 'tryGetContext'>): Required<DataRetention> {
  const value: unknown = node.tryGetContext('retainData' satisfies ContextKey) ?? false;
  if (value === true || value === 'true') return { retainData: true };
  if (value === false || value === 'false') return { retainData: false };
  throw new TypeError(`Context "retainData" must be true or false (received ${JSON.stringify(value)})`);
}
