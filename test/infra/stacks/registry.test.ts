import { describe, expect, it } from 'vitest';
import { factory, stacksOf } from '../support/analysed.ts';
import { logsAndTraces, permissionsOf } from '../support/permissions.ts';
import { propertiesOf, templatesFrom } from '../support/synth.ts';

const { processing, storage } = templatesFrom(stacksOf([{ ...factory, wire: ['json', 'avro'] }]));
const plain = templatesFrom(stacksOf([factory])).processing;
const variablesOf = (template: typeof processing, FunctionName: string) =>
  propertiesOf(template, 'AWS::Lambda::Function', { FunctionName }).Environment as { Variables: object };

describe('the schema registry', () => {
  it('may read and write its table, and no more', () => {
    expect(permissionsOf(processing, 'caudal-registry')).toEqual([
      'Allow dynamodb:DeleteItem → {SchemasTable}',
      'Allow dynamodb:GetItem → {SchemasTable}',
      'Allow dynamodb:PutItem → {SchemasTable}',
      'Allow dynamodb:Query → {SchemasTable}',
      ...logsAndTraces('RegistryFunctionLogs'),
    ]);
  });

  it('answers under a URL for callers that sign, which the stack says', () => {
    expect(propertiesOf(processing, 'AWS::Lambda::Url')).toMatchObject({ AuthType: 'AWS_IAM' });
    expect(processing.findOutputs('SchemaRegistryUrl')).toHaveProperty('SchemaRegistryUrl');
    const invited = Object.values(processing.findResources('AWS::Lambda::Permission'));
    expect(JSON.stringify(invited)).not.toContain('Registry');
  });

  it('keeps its table as other tables are kept', () => {
    expect(propertiesOf(storage, 'AWS::DynamoDB::Table', { TableName: 'caudal-schemas' })).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
    });
  });
});

describe('functions of a pipeline that takes Avro', () => {
  it.each(['caudal-factory-ingest', 'caudal-factory-analyze'])('%s reads schemas, and is told where', (name) => {
    const more = permissionsOf(processing, name).filter((line) => !permissionsOf(plain, name).includes(line));
    expect(more).toEqual(['Allow dynamodb:BatchGetItem → {SchemasTable}']);
    expect(variablesOf(processing, name).Variables).toHaveProperty('CAUDAL_SCHEMA_TABLE');
    expect(variablesOf(plain, name).Variables).not.toHaveProperty('CAUDAL_SCHEMA_TABLE');
  });

  it('leaves the sweep as it is', () => {
    const name = 'caudal-factory-sweep';
    expect(permissionsOf(processing, name)).toEqual(permissionsOf(plain, name));
  });
});
