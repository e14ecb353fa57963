/** What is measured. */
export interface LoadRequest {
  /** Whole minutes that count, 1 to 60. @default 5 */
  readonly minutes: number;
  /** The end of them at the latest, in milliseconds since the epoch. @default now */
  readonly until: number;
}

/** The payload asks for something that can't be: names the field, the value received and what is allowed. */
class LoadRequestError extends Error {
  override readonly name = 'LoadRequestError';
}

const MINUTES = 5;
const MOST_MINUTES = 60;

/**
 * Reads what a run was asked for. The event of the rule asks for nothing; by hand there may be `minutes`, and `until`, an
 * instant of the last hour or the next in ISO 8601, so that a minute that is not over yet can be looked at.
 *
 * @throws {LoadRequestError}
 */
export function loadRequest(payload: unknown, now: number): LoadRequest {
  const { minutes = MINUTES, until, ...others } = fieldsOf(payload);
  const [stranger] = Object.keys(others);
  if (stranger !== undefined) {
    throw new LoadRequestError(`there is no field "${stranger}"; the fields are minutes, until`);
  }
  if (typeof minutes !== 'number' || !Number.isInteger(minutes) || minutes < 1 || minutes > MOST_MINUTES) {
    throw new LoadRequestError(
      `minutes must be a whole number from 1 to ${MOST_MINUTES} (received ${JSON.stringify(minutes)})`,
    );
  }
  return { minutes, until: until === undefined ? now : instant(until) };
}

function instant(until: unknown): number {
  const at = typeof until === 'string' ? Date.parse(until) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new LoadRequestError(`until must be an instant in ISO 8601 (received ${JSON.stringify(until)})`);
}

function fieldsOf(payload: unknown): Readonly<Record<string, unknown>> {
  if (payload === undefined || payload === null) return {};
  if (typeof payload !== 'object' || Array.isArray(payload)) {
    throw new LoadRequestError(`the payload must be a JSON object (received ${JSON.stringify(payload)})`);
  }
  return 'source' in payload && payload.source === 'aws.events' ? {} : { ...payload };
}
