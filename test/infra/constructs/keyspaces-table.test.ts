import * as cassandra from 'aws-cdk-lib/aws-cassandra';
import { describe, expect, it } from 'vitest';
import type { Table } from '../../../core/table.ts';
import { KeyspacesTable, type KeyspacesTableProps } from '../../../infra/constructs/keyspaces-table.ts';
import { propertiesOf, templateOf } from '../support/synth.ts';

const readings: Table = {
  keyspace: 'rt',
  name: 'readings_by_device',
  answers: 'What did a device report on a day?',
  columns: { device_id: 'text', day: 'date', ts: 'timestamp', event_id: 'text', temperature_c: 'double' },
  partitionKey: ['device_id', 'day'],
  clusteringKey: [
    { column: 'ts', order: 'DESC' },
    { column: 'event_id', order: 'ASC' },
  ],
};

const template = (table: Table, props: Partial<KeyspacesTableProps> = {}) =>
  templateOf((scope) => {
    const keyspace = new cassandra.CfnKeyspace(scope, 'Keyspace', { keyspaceName: 'rt' });
    new KeyspacesTable(scope, 'Table', { keyspace, table, ...props });
  });
const properties = (table: Table, props: Partial<KeyspacesTableProps> = {}) =>
  propertiesOf(template(table, props), 'AWS::Cassandra::Table');

describe('keyspaces table', () => {
  const made = properties(readings);

  it('lies in its keyspace, and is made after it', () => {
    template(readings).hasResource('AWS::Cassandra::Table', {
      Properties: { KeyspaceName: 'rt', TableName: 'readings_by_device' },
      DependsOn: ['Keyspace'],
    });
  });

  it('has the partition key in order', () => {
    expect(made.PartitionKeyColumns).toEqual([
      { ColumnName: 'device_id', ColumnType: 'text' },
      { ColumnName: 'day', ColumnType: 'date' },
    ]);
  });

  it('has the clustering key in order, each column with its direction', () => {
    expect(made.ClusteringKeyColumns).toEqual([
      { Column: { ColumnName: 'ts', ColumnType: 'timestamp' }, OrderBy: 'DESC' },
      { Column: { ColumnName: 'event_id', ColumnType: 'text' }, OrderBy: 'ASC' },
    ]);
  });

  it('has every other column once', () => {
    expect(made.RegularColumns).toEqual([{ ColumnName: 'temperature_c', ColumnType: 'double' }]);
  });

  it('is billed on demand', () => {
    expect(made.BillingMode).toEqual({ Mode: 'ON_DEMAND' });
  });

  it('is encrypted', () => {
    expect(made.EncryptionSpecification).toEqual({ EncryptionType: 'AWS_OWNED_KMS_KEY' });
  });

  it('can be restored to any second, unless told otherwise', () => {
    expect(made.PointInTimeRecoveryEnabled).toBe(true);
    expect(properties(readings, { pointInTimeRecovery: false }).PointInTimeRecoveryEnabled).toBe(false);
  });

  it('keeps rows and takes no client timestamps, unless the table asks for it', () => {
    expect(made).not.toHaveProperty('DefaultTimeToLive');
    expect(made).not.toHaveProperty('ClientSideTimestampsEnabled');
    const asked = properties({ ...readings, ttlSeconds: 3600, clientTimestamps: true });
    expect(asked).toMatchObject({ DefaultTimeToLive: 3600, ClientSideTimestampsEnabled: true });
  });

  it.each([
    [true, 'Retain'],
    [false, 'Delete'],
  ])('with retainData %s, CloudFormation will %s it', (retainData, policy) => {
    template(readings, { retainData }).hasResource('AWS::Cassandra::Table', {
      DeletionPolicy: policy,
      UpdateReplacePolicy: policy,
    });
  });

  it.each<[Partial<Table>, string]>([
    [{ name: 'Readings' }, 'a name must be 1 to 48 lower-case letters, digits and underscores (received "Readings")'],
    [{ keyspace: 'a-b' }, 'received "a-b"'],
    [{ partitionKey: [] }, 'partitionKey must name a column'],
    [
      { columns: { id: 'text', tags: 'map<text, text>' }, partitionKey: ['tags'] },
      'a key must not hold a collection (received "tags")',
    ],
    [{ partitionKey: ['device'] }, 'a key must consist of columns of the table (received "device")'],
    [{ ttlSeconds: 0 }, 'ttlSeconds must be a whole number from 1 to 630720000 (received 0)'],
  ])('refuses %j', (change, message) => {
    expect(() => template({ ...readings, ...change })).toThrow(message);
  });
});
