import { type CqlClient, CqlSession } from '../../../../functions/clients/cql/session.ts';

/** A statement as the store sent it. */
export interface Sent {
  readonly table: string;
  readonly values: readonly unknown[];
  /** Whether it deletes a row; its timestamp is then the first value. */
  readonly deletes: boolean;
}

/** A CQL server in memory that takes writes and fails where it is told to. */
export class FakeCql implements CqlClient {
  /** Statements written, in order. */
  readonly written: Sent[] = [];
  /** Sizes of the batches sent, 1 for a single statement. */
  readonly sizes: number[] = [];
  readonly tablesTogether: Set<string>[] = [];
  underWay = 0;
  mostUnderWay = 0;
  shutdowns = 0;
  readonly #fail: (sent: readonly Sent[]) => Error | undefined;

  constructor(fail: (sent: readonly Sent[]) => Error | undefined = () => undefined) {
    this.#fail = fail;
  }

  get session(): CqlSession {
    return new CqlSession(async () => this, { retryForMs: 0 });
  }

  table(name: string): Sent[] {
    return this.written.filter(({ table }) => table === name);
  }

  async execute(query: string, params: readonly unknown[] = []): Promise<{ rows: Record<string, unknown>[] }> {
    await this.#take([toSent(query, params)]);
    return { rows: [] };
  }

  async batch(queries: { query: string; params?: readonly unknown[] }[]): Promise<void> {
    await this.#take(queries.map(({ query, params = [] }) => toSent(query, params)));
  }

  async shutdown(): Promise<void> {
    this.shutdowns += 1;
  }

  retire(): void {
    this.shutdowns += 1;
  }

  async #take(sent: Sent[]): Promise<void> {
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    await new Promise((resolve) => setImmediate(resolve));
    this.underWay -= 1;
    this.sizes.push(sent.length);
    this.tablesTogether.push(new Set(sent.map(({ table }) => table)));
    const error = this.#fail(sent);
    if (error) throw error;
    this.written.push(...sent);
  }
}

function toSent(query: string, values: readonly unknown[]): Sent {
  const [, verb, table = query] = /^(INSERT INTO|DELETE FROM) "?\w+"?\."?(\w+)"?/.exec(query) ?? [];
  return { table, values, deletes: verb === 'DELETE FROM' };
}
