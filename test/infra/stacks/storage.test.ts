import { describe, expect, it } from 'vitest';
import { caudalStacks, caudalTemplates, propertiesOf } from '../support/synth.ts';

const { storage, streams } = caudalTemplates();

const tables = Object.values(storage.findResources('AWS::Cassandra::Table')).map(({ Properties }) => Properties);
const tableNamed = (name: string) => tables.find(({ TableName }) => TableName === name);

describe('storage', () => {
  it('has the keyspaces and tables of operations and pipelines', () => {
    const keyspaces = Object.values(storage.findResources('AWS::Cassandra::Keyspace'));
    expect(keyspaces.map(({ Properties }) => Properties.KeyspaceName).sort()).toEqual(['ops', 'rt']);
    expect(tables.map(({ KeyspaceName, TableName }) => `${KeyspaceName}.${TableName}`).sort()).toEqual([
      'ops.alerts',
      'ops.analyze_batches',
      'ops.decisions',
      'ops.ingest_batches',
      'ops.late_events',
      'ops.latest_values',
      'ops.rejected_events',
      'ops.window_metrics',
      'rt.readings_by_device',
      'rt.sensor_readings',
    ]);
  });

  it('takes client timestamps where order of arrival must not matter', () => {
    expect(tables.filter((table) => table.ClientSideTimestampsEnabled).map(({ TableName }) => TableName)).toEqual([
      'latest_values',
      'window_metrics',
    ]);
  });

  it('keeps rejected events for 30 days and event tables for good', () => {
    expect(tableNamed('rejected_events')?.DefaultTimeToLive).toBe(2_592_000);
    expect(tableNamed('sensor_readings')).not.toHaveProperty('DefaultTimeToLive');
  });

  it.each(tables.map((table) => [table.TableName, table]))('%s can be restored and is encrypted', (_, table) => {
    expect(table).toMatchObject({
      PointInTimeRecoveryEnabled: true,
      EncryptionSpecification: { EncryptionType: 'AWS_OWNED_KMS_KEY' },
    });
  });

  it('has the DynamoDB tables by their names', () => {
    const names = Object.values(storage.findResources('AWS::DynamoDB::Table')).map(({ Properties }) => [
      Properties.TableName,
      ...Properties.KeySchema.map(({ AttributeName }: { AttributeName: string }) => AttributeName),
    ]);
    expect(names.sort()).toEqual([
      ['caudal-health-checks', 'scope', 'started_at'],
      ['caudal-schemas', 'pk', 'sk'],
      ['caudal-state', 'pk', 'sk'],
    ]);
  });

  it('lets a sweep find the items that are due, and has no other index', () => {
    const indexes = Object.values(storage.findResources('AWS::DynamoDB::Table')).flatMap(({ Properties }) =>
      (Properties.GlobalSecondaryIndexes ?? []).map(({ IndexName }: { IndexName: string }) => [
        Properties.TableName,
        IndexName,
      ]),
    );
    expect(indexes).toEqual([['caudal-state', 'due']]);
  });

  it('says the name of the bucket', () => {
    expect(storage.findOutputs('OperationsBucketName')).toHaveProperty('OperationsBucketName');
  });
});

describe('streams', () => {
  it('has the stream of each pipeline, with what the pipeline sets', () => {
    const made = Object.values(streams.findResources('AWS::Kinesis::Stream'));
    expect(
      made.map(({ Properties: { Name, ShardCount, RetentionPeriodHours } }) => [
        Name,
        ShardCount,
        RetentionPeriodHours,
      ]),
    ).toEqual([['sensors.events', 3, 168]]);
  });
});

describe('bus of alerts', () => {
  it('is there before the functions that put alerts on it, in a stack that knows nothing of them', () => {
    expect(propertiesOf(streams, 'AWS::Events::EventBus')).toMatchObject({ Name: 'caudal-alerts' });
  });
});

describe('retention of data', () => {
  const policies = (context: Record<string, unknown>) => {
    const templates = caudalTemplates(context);
    const kept = [
      'AWS::Cassandra::Keyspace',
      'AWS::Cassandra::Table',
      'AWS::DynamoDB::Table',
      'AWS::S3::Bucket',
      'AWS::Kinesis::Stream',
    ];
    return [templates.storage, templates.streams]
      .flatMap((template) => Object.values<{ Type: string; DeletionPolicy: string }>(template.toJSON().Resources))
      .filter(({ Type }) => kept.includes(Type))
      .map(({ DeletionPolicy }) => DeletionPolicy);
  };

  it('deletes with the stack by default, so that a lab can be taken down', () => {
    expect(new Set(policies({}))).toEqual(new Set(['Delete']));
    expect(caudalStacks().storage.terminationProtection).toBe(false);
  });

  it.each([true, 'true'])('keeps everything and protects the stacks with retainData %j', (retainData) => {
    expect(new Set(policies({ retainData }))).toEqual(new Set(['Retain']));
    const stacks = caudalStacks({ retainData });
    expect([stacks.storage.terminationProtection, stacks.streams.terminationProtection]).toEqual([true, true]);
  });

  it('refuses what is neither true nor false', () => {
    expect(() => caudalStacks({ retainData: 'yes' })).toThrow(
      'Context "retainData" must be true or false (received "yes")',
    );
  });
});
