import type { SourceRecord } from '../../core/source.ts';

/** What is measured of the records that a function is done with. */
export interface FinishedFigures {
  /** Payload bytes, before base64. */
  readonly bytes: number;
  /** From the arrival in the stream until the function was done, of each record, in milliseconds. */
  readonly latencies: readonly number[];
}

/** Measures records. @param doneAt in milliseconds since the epoch */
export function finishedFigures(
  records: readonly Pick<SourceRecord, 'data' | 'arrivedAt'>[],
  doneAt: number,
): FinishedFigures {
  return {
    bytes: records.reduce((sum, { data }) => sum + Buffer.byteLength(data, 'base64'), 0),
    // The stream's clock may be ahead of the function's.
    latencies: records.map(({ arrivedAt }) => Math.max(0, doneAt - arrivedAt)),
  };
}
