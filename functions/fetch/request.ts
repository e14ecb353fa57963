import { whole } from '../../core/settings.ts';

/** What a run is asked for. */
export interface AskedRun {
  /** When the schedule asked for it, in milliseconds since the epoch; undefined: somebody did by hand. */
  readonly scheduledAt?: number;
  /** Records wanted. @default what the deployment or the pipeline says */
  readonly count?: number;
}

/** The payload asks for something that can't be. */
class FetchRequestError extends Error {
  override readonly name = 'FetchRequestError';
}

/**
 * Reads what a fetch function was invoked with: the event of its rule, or, by hand, nothing, `{}` or `{"count": …}`.
 *
 * @param mostCount records that may be asked for; undefined: the source is read to its end, and no number can be asked for
 * @throws {FetchRequestError} naming what was received
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
 */
export function fetchRequest(payload: unknown, mostCount: number | undefined): AskedRun {
  if (payload === undefined || payload === null) return {};
  if (typeof payload !== 'object' || Array.isArray(payload)) {
    throw new FetchRequestError(`the payload must be {} (received ${JSON.stringify(payload).slice(0, 60)})`);
  }
  const fields = payload as Readonly<Record<string, unknown>>;
  if (fields.source === 'aws.events') return { scheduledAt: momentOf(fields.time) };
  const stranger = Object.keys(fields).find((field) => field !== 'count');
  if (stranger !== undefined) {
    throw new FetchRequestError(`there is no field ${JSON.stringify(stranger)}; the only one is "count"`);
  }
  return fields.count === undefined ? {} : { count: countOf(fields.count, mostCount) };
}

function momentOf(time: unknown): number {
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(at))
    throw new FetchRequestError(`the event of a rule must have its "time" (received ${typeof time})`);
  return at;
}

function countOf(count: unknown, most: number | undefined): number {
  if (most === undefined) throw new FetchRequestError('a table is read to its end: no "count" can be asked for');
  try {
    return whole('count', typeof count === 'number' ? count : Number.NaN, 1, most);
  } catch (error) {
    throw new FetchRequestError((error as Error).message);
  }
}
