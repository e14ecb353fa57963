import { describe, expect, it } from 'vitest';
import { changesBetween, changesText, holdsCode } from '../../../../cli/dev/changes.ts';
import type { StackTemplate, TemplateResource } from '../../../../cli/dev/plan.ts';

const keyspace = { Type: 'AWS::Cassandra::Keyspace', Properties: { KeyspaceName: 'rt' } };
const columns = [{ ColumnName: 'a' }];
const readings = {
  Type: 'AWS::Cassandra::Table',
  Properties: { KeyspaceName: { Ref: 'Keyspace' }, TableName: 'readings', RegularColumns: columns },
};
const ingest = {
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName: 'ingest', MemorySize: 512, Code: { S3Key: 'abc.zip' } },
};
const stack = (Resources: Record<string, TemplateResource>): Record<string, StackTemplate> => ({ s: { Resources } });
const deployed = stack({ Keyspace: keyspace, Readings: readings, Ingest: ingest });

describe('what code alone cannot change', () => {
  it('is nothing where code alone has changed', () => {
    const Code = { S3Key: 'other.zip' };
    const planned = stack({
      Keyspace: keyspace,
      Readings: readings,
      Ingest: { ...ingest, Properties: { ...ingest.Properties, Code } },
    });
    expect(changesBetween(deployed, planned)).toEqual([]);
  });

  it('is told by the names that users meet', () => {
    const wider = { ...readings.Properties, RegularColumns: [...columns, { ColumnName: 'b' }] };
    const planned = stack({
      Keyspace: keyspace,
      Readings: { ...readings, Properties: wider },
      Windows: { ...readings, Properties: { ...readings.Properties, TableName: 'windows' } },
      Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'events' } },
      Ingest: { ...ingest, Properties: { ...ingest.Properties, MemorySize: 1024 } },
    });
    const changes = changesBetween(deployed, planned);
    expect(changesText(changes).split('\n')).toEqual([
      '    rt.readings (AWS::Cassandra::Table): RegularColumns',
      '    ingest (AWS::Lambda::Function): MemorySize',
      '    rt.windows (AWS::Cassandra::Table): is new',
      '    events (AWS::Kinesis::Stream): is new',
    ]);
    expect(changes.map(holdsCode)).toEqual([true, false, true, false]);
  });

  it('what is gone keeps no code waiting', () => {
    const changes = changesBetween(deployed, stack({ Keyspace: keyspace, Ingest: ingest }));
    expect(changesText(changes)).toBe('    rt.readings (AWS::Cassandra::Table): is gone');
    expect(changes.some(holdsCode)).toBe(false);
  });

  it('is told in a few lines', () => {
    const topics = Array.from({ length: 20 }, (_, n) => [`T${n}`, { Type: 'AWS::SNS::Topic' }] as const);
    const lines = changesText(changesBetween(stack({}), stack(Object.fromEntries(topics)))).split('\n');
    expect(lines).toHaveLength(13);
    expect(lines.at(-1)).toBe('    and 8 more');
  });
});
