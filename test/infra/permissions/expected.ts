/** `Allow action → resource`, for each of both. */
export function allow(actions: readonly string[], ...resources: readonly string[]): readonly string[] {
  return resources.flatMap((resource) => actions.map((action) => `Allow ${action} → ${resource}`));
}

/** What a function may do that connects to Cassandra, and writes to these tables. */
export function cassandra(...tables: readonly `${string}.${string}`[]): readonly string[] {
  const system = ['system', 'system_schema', 'system_schema_mcs'];
  return [
    ...allow(['cassandra:Select'], ...system.map((keyspace) => `cassandra:/keyspace/${keyspace}/*`)),
    'Allow secretsmanager:GetSecretValue → {CqlSecretArn} if HasCqlSecret',
    ...allow(['cassandra:Modify'], ...tables.map((table) => `cassandra:/keyspace/${table.replace('.', '/table/')}`)),
  ];
}

/** What a function may do that a mapping feeds from a stream. */
export function fedFrom(stream: string): readonly string[] {
  const reading = ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'];
  return [
    ...allow(
      reading.map((action) => `kinesis:${action}`),
      `kinesis:stream/${stream}`,
    ),
    ...allow(['s3:ListBucket'], '{OperationsBucket}'),
    ...allow(['s3:PutObject'], '{OperationsBucket}/aws/lambda/*'),
  ];
}

/** What a function may do beside that has enhanced fan-out. @param registered logical id of the consumer that it is */
export function fannedOut(registered: string): readonly string[] {
  return allow(['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'], `{${registered}}`);
}

/** What reads the schemas of payloads in Avro. */
export const readsSchemas = allow(['dynamodb:BatchGetItem'], '{SchemasTable}');

type TableNames = readonly `${string}.${string}`[];

/** What the ingest function of a pipeline may do. @param tables of its events */
export function ingest(stream: string, ...tables: TableNames): readonly string[] {
  return [
    ...fedFrom(stream),
    ...cassandra('ops.ingest_batches', 'ops.latest_values', 'ops.rejected_events', ...tables),
    ...allow(['dynamodb:PutItem'], '{StateTable}'),
    ...allow(['s3:PutObject'], '{OperationsBucket}/oversized/*'),
  ];
}

const state = allow(['dynamodb:BatchGetItem', 'dynamodb:PutItem'], '{StateTable}');
const alerts = allow(['events:PutEvents'], 'events:event-bus/caudal-alerts');

/** What the analyze function of a pipeline may do. @param tables of its results */
export function analyze(stream: string, ...tables: TableNames): readonly string[] {
  return [
    ...fedFrom(stream),
    ...cassandra('ops.alerts', 'ops.window_metrics', 'ops.analyze_batches', 'ops.late_events', ...tables),
    ...state,
    ...alerts,
  ];
}

/** What its sweep may do. */
export function sweep(stream: string, ...tables: TableNames): readonly string[] {
  return [
    ...cassandra('ops.alerts', 'ops.window_metrics', ...tables),
    ...state,
    ...alerts,
    ...allow(['dynamodb:Query'], '{StateTable}', '{StateTable}/index/due'),
    ...allow(['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'], `kinesis:stream/${stream}`),
  ];
}

/** What the function may do that fetches the records of a pipeline. */
export function fetch(pipeline: string, stream: string): readonly string[] {
  return [
    ...allow(['kinesis:PutRecords'], `kinesis:stream/${stream}`),
    ...allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], '{StateTable}'),
    ...allow(['s3:PutObject'], `{OperationsBucket}/acknowledgements/${pipeline}/*`),
  ];
}
