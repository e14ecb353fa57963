// Errors in the shape in which Lambda's Node runtime reports them.

/** An error whose type is one of Lambda's own. */
export class FatalError extends Error {
  constructor(type, cause) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));
    this.name = type;
    if (cause instanceof Error) this.stack = `${type}: ${cause.stack}`;
  }
}

/** `{ errorType, errorMessage, trace }` of whatever was thrown. */
export function describe(thrown) {
  if (thrown instanceof Error) {
    return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

/** The response body: JSON, `null` for nothing. */
export function serialise(value) {
  try {
    return value === undefined ? 'null' : (JSON.stringify(value) ?? 'null');
  } catch (error) {
    throw new Error(`Unable to stringify response body as json: ${error.message}`);
  }
}
