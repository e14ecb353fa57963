/** Column types of the Keyspaces dialect that Caudal uses. */
export type CqlType =
  | 'text'
  | 'timestamp'
  | 'date'
  | 'double'
  | 'int'
  | 'bigint'
  | 'boolean'
  | 'list<text>'
  | 'map<text, text>';

/**
 * A value bound to a column: `Date` for `timestamp`, `YYYY-MM-DD` for `date`, bigint or number for `bigint`, a `Map` for
 * `map<text, text>`, since an object cannot hold every text as a name. A map comes back in the order of its keys' UTF-8; an
 * empty one, or an empty list, comes back as null: Cassandra does not tell them apart.
 */
export type CqlValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | readonly string[]
  | ReadonlyMap<string, string>
  | null;

export type Row = Readonly<Record<string, CqlValue>>;

export interface ClusteringColumn {
  readonly column: string;
  readonly order: 'ASC' | 'DESC';
}

/**
 * The shape of a table. It is read twice: `infra/` makes an `AWS::Cassandra::Table` from it, `functions/` an INSERT.
 * Only what Keyspaces takes can be said: no secondary index, no materialized view, so a table a question.
 */
export interface Table {
  readonly keyspace: string;
  readonly name: string;
  /** The question that the table answers, in one sentence. */
  readonly answers: string;
  readonly columns: Readonly<Record<string, CqlType>>;
  readonly partitionKey: readonly string[];
  /** @default [] a row a partition */
  readonly clusteringKey?: readonly ClusteringColumn[];
  /** Default time to live of a row, in seconds, 1 to 630,720,000 (20 years). @default rows stay */
  readonly ttlSeconds?: number;
  /**
   * Whether writes carry their own timestamp (`USING TIMESTAMP`), so that order of arrival does not matter.
   * Keyspaces wants it switched on per table, and it can't be switched off again.
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/client-side-timestamps.html
   * @default false
   */
  readonly clientTimestamps?: boolean;
}
