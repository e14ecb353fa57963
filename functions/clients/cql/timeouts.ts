/** How long the parts of CQL work may take, in milliseconds. */
export interface CqlTimeouts {
  /** To open a socket, TLS included. */
  readonly socketMs: number;
  /** For the answer to one request. */
  readonly readMs: number;
  /** To have a session: several sockets, one after the other where addresses do not answer. */
  readonly connectMs: number;
}

/** What an invocation keeps for its answer at the most: totals in DynamoDB that need three tries. */
const MOST_RESERVE_MS = 15_000;

/**
 * Time-outs that leave an invocation room for a dead connection, a new one, and a second try.
 *
 * @param budgetMs how long the function may run, 1 or more
 */
export function cqlTimeouts(budgetMs: number): CqlTimeouts {
  return {
    socketMs: Math.min(5_000, budgetMs / 6),
    readMs: Math.min(10_000, budgetMs / 6),
    connectMs: Math.min(10_000, budgetMs / 5),
  };
}

/**
 * Time that an invocation has for CQL: a fifth of it, at most 15 s, is left for what comes after, so that the answer
 * which records failed is out before Lambda ends the process, which would count as a failure of the whole batch.
 *
 * @param leftMs until the function's time-out
 */
export function cqlShare(leftMs: number): number {
  return leftMs - Math.min(MOST_RESERVE_MS, leftMs / 5);
}

/** No answer from CQL within the time that there was for it. */
export class CqlTimeoutError extends Error {
  override readonly name = 'CqlTimeoutError';
}

/**
 * Waits for work, but no longer than so many milliseconds.
 *
 * @throws {CqlTimeoutError} with `message`, when they are over; what the work throws otherwise
 */
export async function within<T>(ms: number, message: string, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new CqlTimeoutError(message)), Math.max(0, ms));
  // Nobody looks at work that was given up, and an unhandled rejection would end the process.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
