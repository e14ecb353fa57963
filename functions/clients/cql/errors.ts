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
 * - `passing`: anything else, from overload to a missing table. The rows are not at fault, so they are tried again.
 */
export type Fault = 'row' | 'connection' | 'passing';

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
    return error.code === types.responseErrorCodes.invalid && !statementFault.test(error.message) ? 'row' : 'passing';
  }
  if (error instanceof errors.NoHostAvailableError) return everyHostAnswered(error) ? 'passing' : 'connection';
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

/** Every host was reached and said no, or nothing, as they do under overload: new connections would not help. */
function everyHostAnswered(error: errors.NoHostAvailableError): boolean {
  const answers = hostErrors(error);
  return answers.length > 0 && answers.every((answer) => answer instanceof errors.ResponseError || isTimeout(answer));
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
