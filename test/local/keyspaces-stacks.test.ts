import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CqlShell } from '../../cli/cql.ts';
import { useLocalAws } from '../../cli/deployment.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { keyspaces } from './support/keyspaces.ts';
import { TestStack } from './support/stack.ts';

interface Wanted {
  readonly keyspace?: string;
  readonly table?: string;
  readonly key?: string;
  readonly columns?: readonly string[];
  readonly ttl?: number;
  readonly owner?: string;
  readonly units?: number;
  /** Whether a second table of a type that there is not makes the deployment fail. */
  readonly fails?: boolean;
}

/** A keyspace, a type and a table that has a column of it. */
function template(wanted: Wanted = {}): object {
  const { keyspace = 'cfn_a', table = 'readings', key = 'id', columns = [], ttl, owner = 'lab', units } = wanted;
  const column = (ColumnName: string, ColumnType: string) => ({ ColumnName, ColumnType });
  const capacity = { Mode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: units, WriteCapacityUnits: 1 } };
  const properties = { KeyspaceName: { Ref: 'Keyspace' }, PartitionKeyColumns: [column(key, 'text')] };
  return {
    Resources: {
      Keyspace: {
        Type: 'AWS::Cassandra::Keyspace',
        Properties: { KeyspaceName: keyspace, Tags: [{ Key: 'owner', Value: owner }] },
      },
      Point: {
        Type: 'AWS::Cassandra::Type',
        Properties: {
          KeyspaceName: { Ref: 'Keyspace' },
          TypeName: 'point',
          Fields: [{ FieldName: 'x', FieldType: 'double' }],
        },
      },
      Table: {
        Type: 'AWS::Cassandra::Table',
        DependsOn: 'Point',
        Properties: {
          ...properties,
          TableName: table,
          RegularColumns: [column('at', 'frozen<point>'), ...columns.map((name) => column(name, 'int'))],
          ...(ttl === undefined ? {} : { DefaultTimeToLive: ttl }),
          ...(units === undefined ? {} : { BillingMode: capacity }),
        },
      },
      ...(wanted.fails
        ? {
            Broken: {
              Type: 'AWS::Cassandra::Table',
              DependsOn: 'Table',
              Properties: { ...properties, TableName: 'broken', RegularColumns: [column('a', 'frozen<nosuch>')] },
            },
          }
        : {}),
    },
    Outputs: {
      Table: { Value: { Ref: 'Table' } },
      TypeKeyspace: { Value: { 'Fn::GetAtt': ['Point', 'KeyspaceArn'] } },
    },
  };
}

describe('AWS::Cassandra::Keyspace, Table and Type', () => {
  let shell: CqlShell;
  let stack: TestStack;
  const kept: Wanted = { columns: ['n'], ttl: 60, owner: 'school', units: 3 };

  const tables = async (): Promise<string[]> => {
    const rows = await shell.select<{ keyspace_name: string; table_name: string }>(
      'SELECT keyspace_name, table_name FROM system_schema.tables',
      [],
    );
    const ours = rows.filter(({ keyspace_name }) => keyspace_name.startsWith('cfn_'));
    return ours.map(({ keyspace_name, table_name }) => `${keyspace_name}.${table_name}`).sort();
  };
  const describeTable = async (): Promise<Record<string, unknown>> =>
    (await keyspaces('GetTable', { keyspaceName: 'cfn_a', tableName: 'readings' })).body;
  const owner = async (): Promise<unknown> => {
    const resourceArn = 'arn:aws:cassandra:us-east-1:000000000000:/keyspace/cfn_a/';
    return (await keyspaces('ListTagsForResource', { resourceArn })).body.tags;
  };

  beforeAll(async () => {
    useLocalAws(cloudConfig());
    shell = await CqlShell.connect(cloudConfig());
    stack = new TestStack('keyspaces-test');
  });

  afterAll(async () => {
    await stack?.delete();
    for (const keyspace of ['cfn_a', 'cfn_b']) await shell?.run(`DROP KEYSPACE IF EXISTS ${keyspace}`);
    await shell?.close();
  });

  it('leave nothing behind when their creation fails', async () => {
    expect((await stack.create(template({ fails: true }))).StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await tables()).toEqual([]);
    expect(await stack.resources()).toEqual({});
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  it('are created, and referred to', async () => {
    const { StackStatus, Outputs } = await stack.create(template());
    expect(StackStatus).toBe('CREATE_COMPLETE');
    expect(await tables()).toEqual(['cfn_a.readings']);
    expect(Object.fromEntries((Outputs ?? []).map((each) => [each.OutputKey, each.OutputValue]))).toEqual({
      Table: 'cfn_a|readings',
      TypeKeyspace: 'arn:aws:cassandra:us-east-1:000000000000:/keyspace/cfn_a/',
    });
    expect(await stack.resources()).toEqual({ Keyspace: 'cfn_a', Point: 'cfn_a|point', Table: 'cfn_a|readings' });
  });

  it('are updated in place: columns, time to live, tags, capacity', async () => {
    await shell.run("INSERT INTO cfn_a.readings (id, at) VALUES ('kept', {x: 1.5})");
    expect((await stack.update(template(kept))).StackStatus).toBe('UPDATE_COMPLETE');
    expect(await describeTable()).toMatchObject({
      defaultTimeToLive: 60,
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 3, writeCapacityUnits: 1 },
    });
    expect(await owner()).toEqual([{ key: 'owner', value: 'school' }]);
    expect(await shell.select('SELECT id, n FROM cfn_a.readings', [])).toEqual([{ id: 'kept', n: null }]);
  });

  it('are as they were after an update that failed', async () => {
    const { StackStatus, StackStatusReason } = await stack.update(
      template({ ...kept, ttl: 90, owner: 'nobody', units: 7, fails: true }),
    );
    expect(StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(StackStatusReason).toContain('nosuch');
    expect(await tables()).toEqual(['cfn_a.readings']);
    expect(await describeTable()).toMatchObject({
      defaultTimeToLive: 60,
      capacitySpecification: { readCapacityUnits: 3 },
    });
    expect(await owner()).toEqual([{ key: 'owner', value: 'school' }]);
  });

  it('refuse another key under the same name, as on AWS', async () => {
    const { StackStatus, StackStatusReason } = await stack.update(template({ ...kept, key: 'other' }));
    expect(StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(StackStatusReason).toContain('a custom-named resource requires replacing. Rename cfn_a|readings');
    expect(await shell.select('SELECT id FROM cfn_a.readings', [])).toEqual([{ id: 'kept' }]);
  });

  it('keep the old table and its rows when its replacement fails', async () => {
    const { StackStatus } = await stack.update(template({ ...kept, table: 'other', key: 'other', fails: true }));
    expect(StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await tables()).toEqual(['cfn_a.readings']);
    expect(await shell.select('SELECT id FROM cfn_a.readings', [])).toEqual([{ id: 'kept' }]);
  });

  it('are replaced: the new one first, then the old one goes', async () => {
    expect((await stack.update(template({ ...kept, table: 'other', key: 'other' }))).StackStatus).toBe(
      'UPDATE_COMPLETE',
    );
    expect(await tables()).toEqual(['cfn_a.other']);
    expect(await stack.resources()).toMatchObject({ Table: 'cfn_a|other' });
  });

  it('follow their keyspace under another name', async () => {
    const renamed = template({ ...kept, table: 'other', key: 'other', keyspace: 'cfn_b' });
    expect((await stack.update(renamed)).StackStatus).toBe('UPDATE_COMPLETE');
    expect(await tables()).toEqual(['cfn_b.other']);
    expect(await stack.resources()).toEqual({ Keyspace: 'cfn_b', Point: 'cfn_b|point', Table: 'cfn_b|other' });
  });

  it('are deleted', async () => {
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(await tables()).toEqual([]);
  });

  it('leave what a failed stack has only adopted, with its rows', async () => {
    const replication = "{'class': 'NetworkTopologyStrategy', 'us-east-1': 1}";
    await shell.run(`CREATE KEYSPACE cfn_a WITH replication = ${replication}`);
    await shell.run('CREATE TYPE cfn_a.point (x double)');
    await shell.run('CREATE TABLE cfn_a.readings (id text PRIMARY KEY, at frozen<point>)');
    await shell.run("INSERT INTO cfn_a.readings (id) VALUES ('adopted')");
    expect((await stack.create(template({ fails: true }))).StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(await shell.select('SELECT id FROM cfn_a.readings', [])).toEqual([{ id: 'adopted' }]);
  });
});
