/** Partition of the state table that holds how far a pipeline's source is read, and its runs. No pipeline has a `#` in its name. */
export function pullPartition(pipeline: string): string {
  return `pull#${pipeline}`;
}

/** Sort key of the item that says how far the source is read and who reads it. */
export const POSITION_KEY = 'position';

/** What the sort keys of runs begin with; the instant of their start follows. */
export const RUN_PREFIX = 'run#';
