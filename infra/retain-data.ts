import type { Node } from 'constructs';
import type { DataRetention } from './constructs/data-retention.ts';
import { trueOrFalse } from './true-or-false.ts';

/**
 * Reads the context key `retainData` (`cdk deploy -c retainData=true`, or in `cdk.json`).
 *
 * @throws {TypeError} for a value other than true and false
 */
export function dataRetention(node: Pick<Node, 'tryGetContext'>): Required<DataRetention> {
  return { retainData: trueOrFalse(node, 'retainData', false) };
}
