import type { ArrayOrObject, QueryOptions } from 'cassandra-driver';
import { CqlConnectError, faultOf, isTimeout } from './errors.ts';

/** The part of the driver's client that Caudal uses. */
export interface CqlClient {
  execute(query: string, params?: ArrayOrObject, options?: QueryOptions): Promise<{ rows: Record<string, unknown>[] }>;
  batch(queries: { query: string; params?: ArrayOrObject }[], options?: QueryOptions): Promise<unknown>;
  shutdown(): Promise<void>;
}

interface Connection {
  readonly client: Promise<CqlClient>;
  /** Counts answers, so that a request that timed out can tell whether anything else got through meanwhile. */
  answers: number;
}

/**
 * One CQL session for the life of an execution environment. It is begun during init, awaited where it is used, and made
 * anew once when it turns out to be dead: Lambda freezes an environment between invocations, and what is on the other
 * side of its connections does not wait.
 */
export class CqlSession {
  readonly #connect: () => Promise<CqlClient>;
  #connection: Connection | undefined;

  constructor(connect: () => Promise<CqlClient>) {
    this.#connect = connect;
  }

  /** Begins to connect. Never throws: a failure shows at the first use, which tries again. */
  begin(): void {
    this.#connection ??= this.#open();
  }

  /**
   * Does work on the session. When its connection proves to be dead, everyone who shared it moves to one new connection
   * and does the work once more, so the work has to be idempotent.
   *
   * @throws what the work or the connecting threw
   */
  async run<T>(work: (client: CqlClient) => Promise<T>): Promise<T> {
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
    if (connection) await shutdown(connection);
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
    void shutdown(connection);
  }
}

async function shutdown(connection: Connection): Promise<void> {
  await connection.client.then((client) => client.shutdown()).catch(() => undefined);
}
