import type { Node } from 'constructs';
import { trueOrFalse } from './true-or-false.ts';

/**
 * Reads the context key `tracing`: whether functions send traces to X-Ray. On unless it is `false`. Lambda samples one invocation a
 * second and a twentieth of the rest, which can't be set, so a function that is busy all the time comes to some 2.6 million
 * traces a month; X-Ray bills what is over 100,000. A batch from a stream begins a trace of its own: records bring no header.
 *
 * @throws {TypeError} for a value other than true and false
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
 */
export function tracing(node: Pick<Node, 'tryGetContext'>): boolean {
  return trueOrFalse(node, 'tracing', true);
}
