import { hash } from './hash.ts';

/**
 * Which of a shard's lanes a record takes. Records with the same partition key share a lane, and a lane works on one batch
 * at a time, so their order holds.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
 *
 * @returns 0 to `parallelizationFactor` − 1
 */
export function laneOf(partitionKey: string, parallelizationFactor: number): number {
  return parallelizationFactor === 1 ? 0 : hash(partitionKey) % parallelizationFactor;
}
