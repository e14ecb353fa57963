import { beforeAll, describe, expect, it } from 'vitest';
import { type Diagnostic, lintPlanted } from './support/planted.ts';

/** CQL that Keyspaces refuses or bills by the row, and words of what is said about it. */
const refused: readonly (readonly [cql: string, words: string])[] = [
  ['TRUNCATE rt.t', 'no TRUNCATE'],
  ['truncate table rt.t', 'no TRUNCATE'],
  ['SELECT a FROM rt.t PER PARTITION LIMIT 1', 'no PER PARTITION LIMIT'],
  ['SELECT a FROM rt.t GROUP BY a', 'no GROUP BY'],
  ['SELECT DISTINCT a FROM rt.t', 'no SELECT DISTINCT'],
  ['SELECT COUNT(*) FROM rt.t', 'no aggregate functions'],
  ['SELECT a, max(b) FROM rt.t', 'no aggregate functions'],
  ['SELECT a FROM rt.t WHERE b = ? ALLOW FILTERING', 'ALLOW FILTERING'],
  ['DELETE FROM rt.t WHERE a IN ?', 'IN for SELECT alone'],
  ['UPDATE rt.t SET b = 1 WHERE a IN (?, ?)', 'IN for SELECT alone'],
  ['CREATE INDEX ON rt.t (a)', 'no indexes'],
  ["CREATE CUSTOM INDEX i ON rt.t (a) USING 'sai'", 'no indexes'],
  ['CREATE MATERIALIZED VIEW rt.v AS SELECT a FROM rt.t', 'no indexes, views'],
  ['CREATE OR REPLACE FUNCTION rt.f (a int) RETURNS int', 'functions'],
  ['DROP AGGREGATE rt.f', 'aggregates'],
  ['CREATE TRIGGER g ON rt.t', 'triggers'],
  ['ALTER TYPE rt.p ADD x int', 'no ALTER TYPE'],
  ['GRANT SELECT ON rt.t TO x', 'no GRANT'],
  ['CREATE ROLE x', 'roles'],
  ['INSERT INTO rt.t (a) VALUES (?) USING TIMESTAMP ?', 'client timestamps alone'],
  ['UPDATE rt.t USING TTL 1 AND TIMESTAMP 5 SET a = 1 WHERE b = 2', 'client timestamps alone'],
  ['SELECT WRITETIME(a) FROM rt.t WHERE b = ?', 'client timestamps alone'],
  ['BEGIN UNLOGGED BATCH INSERT INTO rt.t (a) VALUES (1); APPLY BATCH', 'A batch of Keyspaces is bounded'],
  ['BEGIN BATCH INSERT INTO rt.t (a) VALUES (1); APPLY BATCH', 'A batch of Keyspaces is bounded'],
];

/** CQL that is well, and sentences that only sound like CQL. */
const taken: readonly string[] = [
  'SELECT "a", "count" FROM rt.t WHERE b = ? LIMIT 1',
  'SELECT a FROM rt.t WHERE a IN ?',
  'INSERT INTO rt.t (a) VALUES (?) USING TTL ?',
  'UPDATE rt.t SET a = ? WHERE b = ? IF a = ?',
  'DELETE FROM rt.t WHERE a = ? AND b > ?',
  'update what is there, and delete the rest in time',
  'records a batch at the most, per partition',
];

const folders = ['core', 'pipelines', 'functions/clients', 'infra', 'cli'] as const;
const batchCall = 'client.batch(queries, { logged: false });';

describe('CQL in the sources', () => {
  let diagnostics: readonly Diagnostic[];

  beforeAll(() => {
    const text = (cql: string): string => `export const cql = ${JSON.stringify(cql)};\n`;
    const files = new Map<string, string>([
      ...refused.map(([cql], index) => [`functions/clients/refused${index}.ts`, `\n${text(cql)}`] as const),
      ...taken.map((cql, index) => [`functions/clients/taken${index}.ts`, text(cql)] as const),
      ...folders.map((folder) => [`${folder}/anywhere.ts`, text('TRUNCATE rt.t')] as const),
      [
        'cli/template.ts',
        `export const of = (table: string) => \`SELECT a\n  FROM \${table}\n  PER PARTITION LIMIT 1\`;\n`,
      ],
      ['functions/ingest/batch.ts', `${batchCall}\n`],
      ['functions/clients/cql/write-units.ts', `${batchCall}\nexport const timestamp = ' USING TIMESTAMP ?';\n`],
      ['core/cql.ts', `export const timestamp = ' USING TIMESTAMP ?';\n${batchCall}\n`],
      ['localstack/services/roles.ts', text('GRANT ALL PERMISSIONS ON ALL KEYSPACES TO x')],
    ]);
    diagnostics = lintPlanted(files);
  });

  const about = (file: string): string[] =>
    diagnostics
      .filter(({ location }) => location.path === file)
      .map(({ location, message }) => `${location.start.line}: ${message}`);

  it.each(refused.map((each, index) => [...each, index] as const))('%s: %s', (_, words, index) => {
    expect(about(`functions/clients/refused${index}.ts`)).toEqual([expect.stringMatching(/^2: /)]);
    expect(about(`functions/clients/refused${index}.ts`).join()).toContain(words);
  });

  it.each(taken.map((cql, index) => [cql, index] as const))('takes: %s', (_, index) => {
    expect(about(`functions/clients/taken${index}.ts`)).toEqual([]);
  });

  it.each(folders)('is looked at in %s/', (folder) => {
    expect(about(`${folder}/anywhere.ts`).join()).toContain('no TRUNCATE');
  });

  it('is looked at in templates that go over lines', () => {
    expect(about('cli/template.ts').join()).toContain('1: Keyspaces has no PER PARTITION LIMIT');
  });

  it('is sent in batches from one place, which cuts them', () => {
    expect(about('functions/ingest/batch.ts').join()).toContain('1: A batch of Keyspaces is bounded');
    expect(about('functions/clients/cql/write-units.ts').join()).not.toContain('batch');
    expect(about('core/cql.ts').join()).toContain('2: A batch of Keyspaces is bounded');
  });

  it('has timestamps from one place, which knows the table', () => {
    expect(about('core/cql.ts').join()).not.toContain('client timestamps');
    expect(about('functions/clients/cql/write-units.ts').join()).toContain('2: Keyspaces takes USING TIMESTAMP');
  });

  it('is free in what speaks to the local Cassandra alone', () => {
    expect(about('localstack/services/roles.ts')).toEqual([]);
  });
});
