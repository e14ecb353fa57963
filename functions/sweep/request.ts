/** The payload asks for something that can't be. */
class SweepRequestError extends Error {
  override readonly name = 'SweepRequestError';
}

/**
 * Checks what a sweep was invoked with: nothing, `{}`, or the event of the rule that does it each minute. There is nothing
 * to ask for, so a field is a mistake of whoever sent it.
 *
 * @throws {SweepRequestError} naming what was received
 */
export function checkRequest(payload: unknown): void {
  if (payload === undefined || payload === null) return;
  if (typeof payload !== 'object' || Array.isArray(payload)) {
    throw new SweepRequestError(`the payload must be {} (received ${JSON.stringify(payload).slice(0, 60)})`);
  }
  if ('source' in payload && payload.source === 'aws.events') return;
  const [field] = Object.keys(payload);
  if (field === undefined) return;
  throw new SweepRequestError(
    `there is no field ${JSON.stringify(field)}: a sweep takes none, so the payload must be {}`,
  );
}
