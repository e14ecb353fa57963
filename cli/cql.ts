import cassandra from 'cassandra-driver';
import { localRegion, schemaCredentials } from '../localstack/cloud.ts';
import type { CloudConfig } from '../localstack/config.ts';
import { UserError } from './errors.ts';

/** A row as JSON has it: times as ISO text, 64-bit whole numbers as numbers where they fit, else as text. */
export type PlainRow = Readonly<Record<string, unknown>>;

/** Reads rows by statements of ours, from whatever CQL endpoint. */
export type RowReader = Pick<CqlShell, 'select'>;

/** One that is closed after its use. */
export type RowSource = Pick<CqlShell, 'select' | 'close'>;

/** A session on the local Cassandra as the role that owns the schemas, which the guardrails of the Keyspaces dialect bind. */
export class CqlShell {
  readonly #client: cassandra.Client;

  private constructor(client: cassandra.Client) {
    this.#client = client;
  }

  /** @throws {UserError} when Cassandra does not answer */
  static async connect(config: CloudConfig): Promise<CqlShell> {
    const { username, password } = schemaCredentials(config);
    const client = new cassandra.Client({
      contactPoints: ['127.0.0.1'],
      protocolOptions: { port: config.ports.cassandra },
      localDataCenter: localRegion,
      credentials: { username, password },
      queryOptions: { consistency: cassandra.types.consistencies.localQuorum, prepare: false, fetchSize: 1000 },
      socketOptions: { connectTimeout: 5000, readTimeout: 15_000 },
      pooling: { warmup: false },
      encoding: { map: Map },
    });
    try {
      await client.connect();
    } catch (cause) {
      await client.shutdown().catch(() => undefined);
      throw new UserError(`Cassandra does not answer on 127.0.0.1:${config.ports.cassandra}`, {
        hint: 'See ./caudal status; ./caudal up starts what is down.',
        cause,
      });
    }
    return new CqlShell(client);
  }

  /** Runs a statement as typed. All pages of the result are read. */
  async run(statement: string): Promise<{ columns: string[]; rows: PlainRow[] }> {
    const rows: PlainRow[] = [];
    let columns: string[] = [];
    let pageState: string | undefined;
    do {
      const result = await this.#client.execute(statement, [], pageState ? { pageState } : {});
      columns = (result.columns ?? []).map((column) => column.name);
      for (const row of result.rows ?? []) {
        rows.push(Object.fromEntries(columns.map((name) => [name, plain(row[name])])));
      }
      pageState = result.pageState ?? undefined;
    } while (pageState);
    return { columns, rows };
  }

  /** Runs a statement of ours with bound parameters. Values stay as the driver gives them: `Date` for a timestamp. */
  async select<R>(statement: string, parameters: readonly unknown[]): Promise<R[]> {
    const options = { prepare: true, fetchSize: 5000, autoPage: true };
    const rows: R[] = [];
    for await (const row of await this.#client.execute(statement, [...parameters], options)) {
      // Not by the row's own method `keys`, which a column of that name hides.
      rows.push(Object.fromEntries(Object.entries(row)) as R);
    }
    return rows;
  }

  async close(): Promise<void> {
    await this.#client.shutdown();
  }
}

/** @internal Turns a value of the driver into a plain one. */
export function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof cassandra.types.Long) {
    const number = value.toNumber();
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex')}`;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, held]) => [plain(key), plain(held)]));
  if (typeof value === 'object' && value !== null) return String(value);
  return value;
}
