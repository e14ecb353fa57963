// Errors in the shape in which Lambda's Node runtime reports them.
import { types } from 'node:util';

/** An error whose type is one of Lambda's own. */
export class FatalError extends Error {
  constructor(type, cause) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));
    this.name = type;
    if (cause instanceof Error) this.stack = `${type}: ${cause.stack}`;
  }
}

/** The event loop is empty and the handler's promise is still open. */
export class NeverSettledError extends FatalError {
  constructor() {
    super(
      'Runtime.NodeJsExit',
      'The Lambda runtime client detected an unexpected Node.js exit code. ' +
        'This is most commonly caused by a Promise that was never settled. ' +
        'For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
    );
  }
}

/** `{ errorType, errorMessage, trace }` of whatever was thrown. */
export function describe(thrown) {
  if (types.isNativeError(thrown) || thrown instanceof Error) {
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
