import type { Analysis } from '../analysis/analysis.ts';
import type { Pipeline } from '../pipeline.ts';
import type { AcceptedRecord } from '../store.ts';
import type { Applied, Decided, Disposition } from './applied.ts';
import { throwsOn } from './throws-on.ts';

/** What became of the records of one partition key. */
export interface Dispositions<E> {
  /** All records, in the order of the stream. */
  readonly decided: readonly Decided<E>[];
  readonly applied: readonly Applied<E>[];
}

/**
 * Decides on the records of one partition key. Before each event the key's highest time is that of the events applied so
 * far, each at most its arrival; `duplicate` is an event whose id was applied already, with a time not too far back to be
 * remembered; `late` one that lies further back than the lateness; `failed` one over which a function of the pipeline throws.
 *
 * @param records in the order of the stream
 */
export function dispositionsOf<E>(
  pipeline: Pipeline<E> & { readonly analysis: Analysis<E> },
  records: readonly AcceptedRecord<E>[],
): Dispositions<E> {
  const { latenessSeconds, dedupeSeconds } = pipeline.analysis;
  const fails = throwsOn(pipeline.analysis);
  const applied: Applied<E>[] = [];
  const timesApplied = new Map<string, number>();
  let highest = Number.NEGATIVE_INFINITY;

  const dispositionOf = (event: E, id: string, time: number): Disposition => {
    const before = timesApplied.get(id);
    if (before !== undefined && before >= highest - dedupeSeconds * 1000) return 'duplicate';
    if (time < highest - latenessSeconds * 1000) return 'late';
    return fails(event) ? 'failed' : 'applied';
  };

  const decided = records.map(({ record, event }): Decided<E> => {
    const { partitionKey, arrivedAt, position } = record;
    const named = nameOf(pipeline, event);
    if (!named) return { record, event, disposition: 'failed' };
    const { id, time } = named;
    const disposition = dispositionOf(event, id, time);
    if (disposition === 'applied') {
      highest = Math.max(highest, Math.min(time, arrivedAt));
      const watermark = highest - latenessSeconds * 1000;
      applied.push({ event, id, time, arrivedAt, partitionKey, position, watermark });
      timesApplied.set(id, time);
    }
    return { record, event, disposition };
  });
  return { decided, applied };
}

/** Undefined where a function of the pipeline throws, or the time is none of the years 1 to 9999. In whole milliseconds. */
function nameOf<E>(pipeline: Pipeline<E>, event: E): { readonly id: string; readonly time: number } | undefined {
  try {
    const time = Math.floor(pipeline.eventTime(event));
    const year = new Date(time).getUTCFullYear();
    return year >= 1 && year <= 9999 ? { id: pipeline.id(event), time } : undefined;
  } catch {
    return undefined;
  }
}
