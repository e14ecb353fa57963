import { describe, expect, it } from 'vitest';
import { latestValues } from '../../../core/operations-tables.ts';
import { CqlConnection } from '../../../infra/constructs/cql-connection.ts';
import { PipelineFunction } from '../../../infra/constructs/pipeline-function.ts';
import { logsAndTraces, permissionsOf } from '../support/permissions.ts';
import { propertiesOf, templateOf } from '../support/synth.ts';

const template = (grant: (cql: CqlConnection, client: PipelineFunction) => void) =>
  templateOf((scope) => {
    const cql = new CqlConnection(scope, 'Cql');
    const { environment } = cql;
    grant(
      cql,
      new PipelineFunction(scope, 'Function', {
        functionName: 'client',
        description: 'x',
        folder: 'ingest',
        environment,
      }),
    );
  });
const connects = template((cql, client) => cql.grantConnect(client));

const log = logsAndTraces('FunctionLogs');
const connect = [
  'Allow cassandra:Select → cassandra:/keyspace/system/*',
  'Allow cassandra:Select → cassandra:/keyspace/system_schema/*',
  'Allow cassandra:Select → cassandra:/keyspace/system_schema_mcs/*',
];
const secret = 'Allow secretsmanager:GetSecretValue → {CqlSecretArn} if HasCqlSecret';

describe('CQL connection', () => {
  it('asks for five parameters, whose defaults mean Keyspaces with the role of the function', () => {
    const parameters = connects.findParameters('*', {});
    const defaults = Object.entries(parameters).map(([name, { Default }]) => [name, Default]);
    expect(Object.fromEntries(defaults)).toMatchObject({
      CqlContactPoint: '',
      CqlPort: 9142,
      CqlTls: 'true',
      CqlAuth: 'sigv4',
      CqlSecretArn: '',
    });
    expect(parameters.CqlPort).toMatchObject({ Type: 'Number', MinValue: 1, MaxValue: 65_535 });
    expect(parameters.CqlTls?.AllowedValues).toEqual(['true', 'false']);
    expect(parameters.CqlAuth?.AllowedValues).toEqual(['sigv4', 'password']);
  });

  it('has one condition: whether there is a secret', () => {
    const conditions = connects.findConditions('*');
    expect(conditions).toEqual({ HasCqlSecret: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'CqlSecretArn' }, ''] }] } });
  });

  it('hands the parameters to the function as they are', () => {
    expect(propertiesOf(connects, 'AWS::Lambda::Function').Environment).toEqual({
      Variables: {
        CAUDAL_CQL_CONTACT_POINT: { Ref: 'CqlContactPoint' },
        CAUDAL_CQL_PORT: { Ref: 'CqlPort' },
        CAUDAL_CQL_TLS: { Ref: 'CqlTls' },
        CAUDAL_CQL_AUTH: { Ref: 'CqlAuth' },
        CAUDAL_CQL_SECRET_ARN: { Ref: 'CqlSecretArn' },
      },
    });
  });

  it('to connect, grants the system tables, and the secret only where there is one', () => {
    expect(permissionsOf(connects, 'client')).toEqual([...connect, ...log, secret].sort());
  });

  it('to write, grants the tables given beside, and no reading of them', () => {
    const writes = template((cql, client) => cql.grantWrite(client, [latestValues]));
    const modify = 'Allow cassandra:Modify → cassandra:/keyspace/ops/table/latest_values';
    expect(permissionsOf(writes, 'client')).toEqual([modify, ...connect, ...log, secret].sort());
  });
});
