import { compareSequence, type Position } from './source.ts';

/** A position of a shard at which something failed for a passing reason: from the lowest one on, the stream delivers again. */
export interface Failure {
  readonly position: Position;
  readonly error: Error;
}

/** The failure at the lowest position; of several there, the first. */
export function lowestFailure(failures: readonly Failure[]): Failure | undefined {
  let first: Failure | undefined;
  for (const failure of failures) {
    if (!first || compareSequence(failure.position, first.position) < 0) first = failure;
  }
  return first;
}

/** Whether a position comes before the failure, and so will not be delivered again. */
export function precedes(position: Position, failure: Failure | undefined): boolean {
  return !failure || compareSequence(position, failure.position) < 0;
}
