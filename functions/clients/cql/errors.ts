import { errors, types } from 'cassandra-driver';

/** No session could be opened. The cause says why. */
export class CqlConnectError extends Error {
  override readonly name = 'CqlConnectError';

  constructor(cause: unknown) {
    super(`cannot open a CQL session: ${reasonOf(cause)}`, { cause });
  }
}

/** The driver's own summary quotes stack traces; what happened at each host says it in a line. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (!(cause instanceof errors.NoHostAvailableError)) return cause.message;
  const hosts = Object.entries(cause.innerErrors ?? {}) as [string, unknown][];
  if (hosts.length === 0) return cause.message;
  return hosts.map(([host, error]) => `${host}: ${error instanceof Error ? error.message : String(error)}`).join('; ');
}

/**
 * What a CQL error says about the write:
 * - `row`: this row can never be written, whoever tries and whenever;
 * - `connection`: the connection is gone, a new one may do;
 * - `busy`: the store has no room or no time for it now, and may have in a moment;
 * - `passing`: anything else, such as a missing table. The rows are not at fault, so the batch is tried again.
 */
export type Fault = 'row' | 'connection' | 'busy' | 'passing';

/**
 * Answers that mean "later". Keyspaces has none of its own for a table, partition or connection that is over its rate, so it
 * uses these of Cassandra.
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/troubleshooting.serverless.html
 */
const busyCodes: ReadonlySet<number> = new Set([
  types.responseErrorCodes.serverError,
  types.responseErrorCodes.unavailableException,
  types.responseErrorCodes.overloaded,
  types.responseErrorCodes.isBootstrapping,
  types.responseErrorCodes.writeTimeout,
  types.responseErrorCodes.readTimeout,
  types.responseErrorCodes.readFailure,
  types.responseErrorCodes.writeFailure,
]);

/**
 * Refusals that speak of the statement, which is the same for every row: a table that is not there yet, a column that a
 * half-done deployment lacks, a consistency level. Were they taken for faults of rows, a whole stream would be rejected.
 */
const statementFault =
  /unconfigured table|unknown (keyspace|identifier)|does ?n[o']t exist|undefined (column|name)|consistency.level/i;

/** How the driver's encoder words its refusal of a value; it has no class of its own for it. */
const encoderRefusal = /^(Expected |Not a valid |Invalid date|LocalDate could not|A (collection|map) can't)/;

/** Sorts an error that the driver threw. Pure. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return 'passing';
  if (error instanceof errors.ResponseError) {
    if (busyCodes.has(error.code)) return 'busy';
    return error.code === types.responseErrorCodes.invalid && !statementFault.test(error.message) ? 'row' : 'passing';
  }
  if (error instanceof errors.OperationTimedOutError || error instanceof errors.BusyConnectionError) return 'busy';
  if (error instanceof errors.NoHostAvailableError) return faultOfAll(hostErrors(error));
  if (error instanceof CqlConnectError || isSocketError(error)) return 'connection';
  if (error instanceof TypeError && encoderRefusal.test(error.message)) return 'row';
  if (error instanceof RangeError && 'code' in error && error.code === 'ERR_OUT_OF_RANGE') return 'row';
  return 'passing';
}

/** Whether no answer came in time, from whatever hosts were asked. */
export function isTimeout(error: unknown): boolean {
  if (error instanceof errors.NoHostAvailableError) return hostErrors(error).some(isTimeout);
  return error instanceof errors.OperationTimedOutError;
}

/** Where every host was reached and said no, or nothing, as they do under overload, new connections would not help. */
function faultOfAll(answers: readonly unknown[]): Fault {
  const faults = answers.map(faultOf);
  if (faults.length > 0 && faults.every((fault) => fault === 'busy')) return 'busy';
  return faults.length > 0 && answers.every((answer) => answer instanceof errors.ResponseError || isTimeout(answer))
    ? 'passing'
    : 'connection';
}

function hostErrors(error: errors.NoHostAvailableError): unknown[] {
  return Object.values(error.innerErrors ?? {});
}

function isSocketError(error: Error): boolean {
  if ('isSocketError' in error && error.isSocketError === true) return true;
  return (
    'code' in error && typeof error.code === 'string' && /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOST)/.test(error.code)
  );
}
