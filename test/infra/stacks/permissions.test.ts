import { describe, expect, it } from 'vitest';
import { permissionsOf } from '../support/permissions.ts';
import { caudalTemplates } from '../support/synth.ts';

const { processing, operations } = caudalTemplates();

const connect = [
  'Allow cassandra:Select → cassandra:/keyspace/system/*',
  'Allow cassandra:Select → cassandra:/keyspace/system_schema/*',
  'Allow cassandra:Select → cassandra:/keyspace/system_schema_mcs/*',
  'Allow secretsmanager:GetSecretValue → {CqlSecretArn} if HasCqlSecret',
];
const log = (group: string) => [`Allow logs:CreateLogStream → {${group}}`, `Allow logs:PutLogEvents → {${group}}`];

describe('all that a function may do', () => {
  it('caudal-produce', () => {
    expect(permissionsOf(processing, 'caudal-produce')).toEqual(
      [
        'Allow kinesis:PutRecords → kinesis:stream/sensors.events',
        'Allow s3:PutObject → {OperationsBucket}/acknowledgements/*',
        ...log('ProduceLogs'),
      ].sort(),
    );
  });

  it('caudal-sensors-ingest', () => {
    expect(permissionsOf(processing, 'caudal-sensors-ingest')).toEqual(
      [
        ...connect,
        'Allow cassandra:Modify → cassandra:/keyspace/ops/table/ingest_batches',
        'Allow cassandra:Modify → cassandra:/keyspace/ops/table/latest_values',
        'Allow cassandra:Modify → cassandra:/keyspace/ops/table/rejected_events',
        'Allow cassandra:Modify → cassandra:/keyspace/rt/table/readings_by_device',
        'Allow cassandra:Modify → cassandra:/keyspace/rt/table/sensor_readings',
        'Allow dynamodb:PutItem → {StateTable}',
        'Allow kinesis:DescribeStream → kinesis:stream/sensors.events',
        'Allow kinesis:DescribeStreamSummary → kinesis:stream/sensors.events',
        'Allow kinesis:GetRecords → kinesis:stream/sensors.events',
        'Allow kinesis:GetShardIterator → kinesis:stream/sensors.events',
        'Allow kinesis:ListShards → kinesis:stream/sensors.events',
        'Allow s3:ListBucket → {OperationsBucket}',
        'Allow s3:PutObject → {OperationsBucket}/aws/lambda/*',
        'Allow s3:PutObject → {OperationsBucket}/oversized/*',
        ...log('SensorsIngestLogs'),
      ].sort(),
    );
  });

  it('caudal-check-health', () => {
    expect(permissionsOf(operations, 'caudal-check-health')).toEqual(
      [
        ...connect,
        'Allow dynamodb:PutItem → {HealthChecksTable}',
        'Allow dynamodb:Query → {StateTable}',
        'Allow events:PutEvents → events:event-bus/caudal-alerts',
        'Allow kinesis:DescribeStreamSummary → kinesis:stream/sensors.events',
        'Allow kinesis:GetRecords → kinesis:stream/sensors.events',
        'Allow kinesis:GetShardIterator → kinesis:stream/sensors.events',
        'Allow kinesis:ListShards → kinesis:stream/sensors.events',
        'Allow lambda:GetEventSourceMapping → lambda:event-source-mapping:{AnalyzeMappingSensors}',
        'Allow lambda:GetEventSourceMapping → lambda:event-source-mapping:{SensorsMapping}',
        'Allow s3:ListBucket → {OperationsBucket}',
        'Allow sqs:SendMessage → {HealthDeadLetters}',
        ...log('HealthCheckLogs'),
      ].sort(),
    );
  });
});
