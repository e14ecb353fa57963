import cassandra from 'cassandra-driver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CqlShell } from '../../cli/cql.ts';
import { cqlCredentials, localRegion } from '../../localstack/cloud.ts';
import { cloudConfig } from '../../localstack/config.ts';

const numbers = (count: number): string => Array.from({ length: count }, (_, index) => index).join();
const columns = (count: number): string => Array.from({ length: count }, (_, index) => `c${index} int`).join();

/** What Keyspaces refuses and Cassandra can be told to refuse, and the words in which it does. */
const refused: readonly (readonly [cql: string, words: string])[] = [
  ['CREATE INDEX ON dialect.t (c)', 'Guardrail secondary_indexes violated'],
  ["CREATE INDEX ON dialect.t (c) USING 'sai'", 'Guardrail secondary_indexes violated'],
  [
    'CREATE MATERIALIZED VIEW dialect.v AS SELECT * FROM dialect.t WHERE a IS NOT NULL AND b IS NOT NULL PRIMARY KEY (b, a)',
    'Materialized views are disabled',
  ],
  [
    "CREATE FUNCTION dialect.f (a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return a;'",
    'User-defined functions are disabled',
  ],
  ['CREATE AGGREGATE dialect.g (int) SFUNC f STYPE int', "State function dialect.f(int, int) doesn't exist"],
  ["CREATE TRIGGER g ON dialect.t USING 'x'", 'Only superusers are allowed'],
  ['CREATE ROLE other', 'not have sufficient privileges'],
  ['SELECT a, max(b) FROM dialect.t GROUP BY a', 'Guardrail group_by violated'],
  ['CREATE TABLE dialect.u (a int PRIMARY KEY, b int) WITH COMPACT STORAGE', 'Guardrail compact_tables violated'],
  ['CREATE TABLE dialect.u (a int PRIMARY KEY, b vector<float, 3>)', 'Guardrail vector_type_enabled violated'],
  [`CREATE TABLE dialect.u (a int PRIMARY KEY, ${columns(225)})`, 'Guardrail columns_per_table violated'],
  [`SELECT * FROM dialect.t WHERE a IN (${numbers(101)})`, 'Guardrail in_select_cartesian_product violated'],
  [`INSERT INTO dialect.t (a, b, d) VALUES (1, 1, '${'x'.repeat(1_100_000)}')`, 'Guardrail column_value_size violated'],
];

/** What functions have no permission for: only deployments change schemas. */
const schemaChanges: readonly string[] = [
  "CREATE KEYSPACE other WITH replication = {'class': 'NetworkTopologyStrategy', 'us-east-1': 1}",
  'CREATE TABLE dialect.other (a int PRIMARY KEY)',
  'CREATE TYPE dialect.other (a int)',
  'ALTER TABLE dialect.t ADD e int',
  'DROP TABLE dialect.t',
  'DROP KEYSPACE dialect',
];

/** What Keyspaces takes. */
const taken: readonly string[] = [
  'INSERT INTO dialect.t (a, b, c) VALUES (1, 1, 1) IF NOT EXISTS',
  'BEGIN UNLOGGED BATCH INSERT INTO dialect.t (a, b) VALUES (2, 1); INSERT INTO dialect.t (a, b) VALUES (2, 2); APPLY BATCH',
  'BEGIN BATCH INSERT INTO dialect.t (a, b) VALUES (3, 1); DELETE FROM dialect.t WHERE a = 2 AND b = 2; APPLY BATCH',
  `SELECT * FROM dialect.t WHERE a IN (${numbers(100)})`,
  'SELECT * FROM dialect.t WHERE c = 1 ALLOW FILTERING',
  'UPDATE dialect.t USING TTL 60 SET c = 2 WHERE a = 1 AND b = 1',
  'ALTER TABLE dialect.t ADD e list<frozen<p>>',
  'DROP TABLE dialect.t',
];

/** Nothing in Cassandra can be told to refuse these without refusing what Keyspaces takes: `npm run check` looks for them. */
const leftToTheLint: readonly string[] = [
  'SELECT * FROM dialect.t PER PARTITION LIMIT 1',
  'SELECT COUNT(*) FROM dialect.t',
  'DELETE FROM dialect.t WHERE a IN (5, 6)',
  'ALTER TYPE dialect.p ADD y int',
  'TRUNCATE dialect.t',
];

describe('the dialect of Keyspaces, as the role that owns the schemas', () => {
  let shell: CqlShell;

  beforeAll(async () => {
    shell = await CqlShell.connect(cloudConfig());
    const replication = "{'class': 'NetworkTopologyStrategy', 'us-east-1': 1}";
    await shell.run(`CREATE KEYSPACE dialect WITH replication = ${replication}`);
    await shell.run('CREATE TYPE dialect.p (x int)');
    await shell.run('CREATE TABLE dialect.t (a int, b int, c int, d text, PRIMARY KEY (a, b))');
  });

  afterAll(async () => {
    await shell?.run('DROP KEYSPACE IF EXISTS dialect');
    await shell?.close();
  });

  it.each(refused.map(([cql, words]) => [cql.slice(0, 80), cql, words] as const))(
    'refuses %s',
    async (_, cql, words) => {
      await expect(shell.run(cql)).rejects.toThrow(words);
    },
  );

  describe('as the role of functions', () => {
    let client: cassandra.Client;

    beforeAll(async () => {
      const { username, password } = cqlCredentials(cloudConfig());
      client = new cassandra.Client({
        contactPoints: ['127.0.0.1'],
        protocolOptions: { port: cloudConfig().ports.cassandra },
        localDataCenter: localRegion,
        credentials: { username, password },
        queryOptions: { consistency: cassandra.types.consistencies.localQuorum },
      });
      await client.connect();
    });

    afterAll(async () => {
      await client?.shutdown();
    });

    it('reads and writes rows', async () => {
      await client.execute('INSERT INTO dialect.t (a, b) VALUES (9, 9)');
      await client.execute('DELETE FROM dialect.t WHERE a = 9 AND b = 8');
      expect((await client.execute('SELECT b FROM dialect.t WHERE a = 9')).rows).toHaveLength(1);
    });

    it.each(schemaChanges)('may not %s', async (cql) => {
      await expect(client.execute(cql)).rejects.toThrow(/User caudal has no (CREATE|ALTER|DROP) permission on /);
    });

    it('refuses writes and reads at consistency levels that Keyspaces has not', async () => {
      const { one, quorum } = cassandra.types.consistencies;
      const write = client.execute('INSERT INTO dialect.t (a, b) VALUES (9, 9)', [], { consistency: one });
      await expect(write).rejects.toThrow('Guardrail write_consistency_levels violated');
      const read = client.execute('SELECT a FROM dialect.t', [], { consistency: quorum });
      await expect(read).rejects.toThrow('Guardrail read_consistency_levels violated');
    });
  });

  it.each(leftToTheLint)('cannot refuse %s', async (cql) => {
    await expect(shell.run(cql)).resolves.toBeDefined();
  });

  it.each(taken.map((cql) => [cql.slice(0, 80), cql] as const))('takes %s', async (_, cql) => {
    await expect(shell.run(cql)).resolves.toBeDefined();
  });
});
