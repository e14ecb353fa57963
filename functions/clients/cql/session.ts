import type { ArrayOrObject, QueryOptions } from 'cassandra-driver';
import { type TableInStage, tablesIn } from '../../../core/stage.ts';
import { type Clock, systemClock } from '../clock.ts';
import { CqlConnectError, faultOf, isTimeout } from './errors.ts';
import { whileBusy } from './retry.ts';
import { cqlShare, within } from './timeouts.ts';

/** The part of the driver's client that Caudal uses. */
export interface CqlClient {
  execute(query: string, params?: ArrayOrObject, options?: QueryOptions): Promise<{ rows: Record<string, unknown>[] }>;
  batch(queries: { query: string; params?: ArrayOrObject }[], options?: QueryOptions): Promise<unknown>;
  shutdown(): Promise<void>;
  /** Ends the client without anybody's waiting for it, and with what the driver is about to open by itself. */
  retire(): void;
}

interface Connection {
  readonly client: Promise<CqlClient>;
  /** Counts answers, so that a request that timed out can tell whether anything else got through meanwhile. */
  answers: number;
}

/** What a {@link CqlSession} is made with. */
export interface CqlSessionOptions {
  /** Of the stage whose store this is. @default none */
  readonly prefix?: string;
  /** @default the machine's own */
  readonly clock?: Clock;
  /** Uniform in [0, 1). @default Math.random */
  readonly random?: () => number;
  /** How long work may take where nobody said how much time there is, in milliseconds. @default 60000 */
  readonly budgetMs?: number;
  /** How long work is tried again while the store is busy, in milliseconds. @default as long as there is time */
  readonly retryForMs?: number;
}

/**
 * One CQL session for the life of an execution environment. It is begun during init, awaited where it is used, and made
 * anew once when it turns out to be dead: Lambda freezes an environment between invocations, and what is on the other
 * side of its connections does not wait.
 */
export class CqlSession {
  /** A table as it is in the stage whose store this is. */
  readonly inStage: TableInStage;
  readonly #connect: () => Promise<CqlClient>;
  readonly #options: CqlSessionOptions;
  readonly #clock: Clock;
  #connection: Connection | undefined;
  #deadline: number | undefined;

  constructor(connect: () => Promise<CqlClient>, options: CqlSessionOptions = {}) {
    this.#connect = connect;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.inStage = tablesIn(options.prefix ?? '');
  }

  /** Begins to connect. Never throws: a failure shows at the first use, which tries again. */
  begin(): void {
    this.#connection ??= this.#open();
  }

  /**
   * Says how long the invocation that has begun may still run. Work ends before that, with an error, and early enough
   * for an answer: see {@link cqlShare}. An execution environment has one invocation at a time.
   *
   * @param leftMs as the Lambda context gives it
   */
  beginInvocation(leftMs: number): void {
    this.#deadline = this.#clock.now() + cqlShare(leftMs);
  }

  /**
   * Does work on the session. When its connection proves to be dead, everyone who shared it moves to one new connection
   * and does the work once more; while the store is busy it is done again after a pause. So it has to be idempotent.
   *
   * @throws what the work or the connecting threw; {CqlTimeoutError} when the time of the invocation is over
   */
  async run<T>(work: (client: CqlClient) => Promise<T>): Promise<T> {
    const begun = this.#clock.now();
    const { budgetMs = 60_000, retryForMs = Number.POSITIVE_INFINITY, random = Math.random } = this.#options;
    const deadline = this.#deadline ?? begun + budgetMs;
    const retry = { clock: this.#clock, random, until: Math.min(deadline, begun + retryForMs) };
    return within(
      deadline - begun,
      'no answer from CQL in the time that the function has for it',
      whileBusy(() => this.#runOnce(work), retry),
    );
  }

  async #runOnce<T>(work: (client: CqlClient) => Promise<T>): Promise<T> {
    const fresh = this.#connection === undefined;
    const connection = this.#connection ?? this.#open();
    this.#connection = connection;
    try {
      return await this.#try(connection, work);
    } catch (error) {
      if (fresh || faultOf(error) !== 'connection') throw error;
    }
    this.#connection ??= this.#open();
    return await this.#try(this.#connection, work);
  }

  /** Closes the session. It may be used again: that opens a new one. */
  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.client.then((client) => client.shutdown()).catch(() => undefined);
  }

  #open(): Connection {
    const client = this.#connect();
    // A handler may never come to await it, and an unhandled rejection would end the process.
    client.catch(() => undefined);
    return { client, answers: 0 };
  }

  async #try<T>(connection: Connection, work: (client: CqlClient) => Promise<T>): Promise<T> {
    const before = connection.answers;
    try {
      const client = await connection.client.catch((error: unknown) => {
        throw new CqlConnectError(error);
      });
      const result = await work(client);
      connection.answers += 1;
      return result;
    } catch (error) {
      const silent = isTimeout(error) && connection.answers === before;
      if (silent || faultOf(error) === 'connection') this.#discard(connection);
      throw error;
    }
  }

  #discard(connection: Connection): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    connection.client.then(
      (client) => client.retire(),
      () => undefined,
    );
  }
}
