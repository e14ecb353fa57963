import { describe, expect, it } from 'vitest';
import { logsAndTraces, permissionsOf } from '../support/permissions.ts';
import { wholeApp } from '../support/whole-app.ts';
import { allow, analyze, cassandra, fannedOut, fedFrom, fetch, ingest, readsSchemas, sweep } from './expected.ts';

/** All that a function may do but log and trace, by its name; and its log group, by its logical id. */
const expected: Readonly<Record<string, readonly [logs: string, permissions: readonly string[]]>> = {
  'caudal-produce': [
    'ProduceLogs',
    [
      ...allow(
        ['kinesis:PutRecords'],
        ...streams('events', 'sensors', 'payments', 'posts', 'factory', 'people', 'orders'),
      ),
      ...allow(['kinesis:PutRecords'], ...streams('indicators', 'observatory'), ...streams('lines', 'logs')),
      ...allow(['kinesis:PutRecords'], 'kinesis:stream/users_created'),
      ...allow(['s3:PutObject'], '{OperationsBucket}/acknowledgements/*'),
    ],
  ],
  'caudal-registry': [
    'RegistryFunctionLogs',
    allow(['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], '{SchemasTable}'),
  ],
  'caudal-notify': [
    'WebhookNotifyLogs',
    [
      ...allow(['secretsmanager:GetSecretValue'], 'secretsmanager:secret:caudal/slack-??????'),
      ...allow(['sqs:SendMessage'], '{WebhookDeadLetters}'),
    ],
  ],
  'caudal-check-health': [
    'HealthCheckLogs',
    [
      ...cassandra(),
      ...allow(['dynamodb:PutItem'], '{HealthChecksTable}'),
      ...allow(['dynamodb:Query'], '{StateTable}'),
      ...allow(['events:PutEvents'], 'events:event-bus/caudal-alerts'),
      ...allow(
        ['kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
        ...streams('events', 'sensors', 'payments', 'posts', 'factory', 'people', 'orders'),
        ...streams('indicators', 'observatory'),
        ...streams('lines', 'logs'),
        'kinesis:stream/users_created',
      ),
      ...allow(
        ['lambda:GetEventSourceMapping'],
        ...['Sensors', 'Observatory', 'Payments', 'Users', 'Posts', 'Logs', 'Factory'].flatMap((name) => [
          mapping(`${name}Mapping`),
          mapping(`AnalyzeMapping${name}`),
        ]),
        ...['PeopleMapping', 'OrdersMapping', 'ConsumerMappingSensorsArchive'].map(mapping),
      ),
      ...allow(['s3:ListBucket'], '{OperationsBucket}'),
      ...allow(['sqs:SendMessage'], '{HealthDeadLetters}'),
    ],
  ],

  'caudal-measure-load': [
    'LoadFunctionLogs',
    [
      ...allow(['dynamodb:Query'], '{StateTable}'),
      ...allow(
        ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
        ...streams('events', 'sensors', 'payments', 'posts', 'factory', 'people', 'orders'),
        ...streams('indicators', 'observatory'),
        ...streams('lines', 'logs'),
        'kinesis:stream/users_created',
      ),
    ],
  ],

  'caudal-sensors-ingest': [
    'SensorsIngestLogs',
    ingest('sensors.events', 'rt.sensor_readings', 'rt.readings_by_device'),
  ],
  'caudal-sensors-analyze': ['SensorsAnalysisAnalyzeLogs', analyze('sensors.events')],
  'caudal-sensors-sweep': ['SensorsAnalysisSweepFunctionLogs', sweep('sensors.events')],
  'caudal-sensors-archive': [
    'SensorsConsumerArchiveConsumeLogs',
    [...fedFrom('sensors.events'), ...allow(['s3:PutObject'], '{OperationsBucket}/consumers/sensors-archive/*')],
  ],

  'caudal-observatory-ingest': [
    'ObservatoryIngestLogs',
    ingest(
      'observatory.indicators',
      'observatory.eventos',
      'observatory.eventos_por_pais',
      'observatory.ultimos_valores',
    ),
  ],
  'caudal-observatory-analyze': [
    'ObservatoryAnalysisAnalyzeLogs',
    analyze('observatory.indicators', 'observatory.alertas', 'observatory.metricas_15min', 'observatory.promedios_30s'),
  ],
  'caudal-observatory-sweep': [
    'ObservatoryAnalysisSweepFunctionLogs',
    sweep('observatory.indicators', 'observatory.alertas', 'observatory.metricas_15min', 'observatory.promedios_30s'),
  ],

  'caudal-payments-ingest': [
    'PaymentsIngestLogs',
    [...readsSchemas, ...ingest('payments.events', 'payments.transactions', 'payments.transactions_by_user')],
  ],
  'caudal-payments-analyze': [
    'PaymentsAnalysisAnalyzeLogs',
    [
      ...readsSchemas,
      ...analyze(
        'payments.events',
        'ops.decisions',
        'payments.fraud_alerts',
        'payments.suspicious_activity',
        'payments.user_sessions',
      ),
    ],
  ],
  'caudal-payments-sweep': [
    'PaymentsAnalysisSweepFunctionLogs',
    sweep(
      'payments.events',
      'ops.decisions',
      'payments.fraud_alerts',
      'payments.suspicious_activity',
      'payments.user_sessions',
    ),
  ],

  'caudal-users-ingest': ['UsersIngestLogs', ingest('users_created', 'users_stream.users')],
  'caudal-users-fetch': ['UsersFetchFunctionLogs', fetch('users', 'users_created')],
  'caudal-users-analyze': ['UsersAnalysisAnalyzeLogs', analyze('users_created')],
  'caudal-users-sweep': ['UsersAnalysisSweepFunctionLogs', sweep('users_created')],

  'caudal-posts-ingest': ['PostsIngestLogs', ingest('posts.events', 'posts.events')],
  'caudal-posts-analyze': ['PostsAnalysisAnalyzeLogs', analyze('posts.events')],
  'caudal-posts-sweep': ['PostsAnalysisSweepFunctionLogs', sweep('posts.events')],
  'caudal-logs-ingest': ['LogsIngestLogs', ingest('logs.lines', 'logs.events')],
  'caudal-logs-analyze': ['LogsAnalysisAnalyzeLogs', analyze('logs.lines')],
  'caudal-logs-sweep': ['LogsAnalysisSweepFunctionLogs', sweep('logs.lines')],

  'caudal-factory-ingest': [
    'FactoryIngestLogs',
    [...fannedOut('FactoryConsumerFanOut'), ...ingest('factory.events', 'factory.events')],
  ],
  'caudal-factory-analyze': [
    'FactoryAnalysisAnalyzeLogs',
    [...fannedOut('FactoryAnalysisConsumerFanOut'), ...analyze('factory.events', 'factory.alarms', 'factory.metrics')],
  ],
  'caudal-factory-sweep': [
    'FactoryAnalysisSweepFunctionLogs',
    sweep('factory.events', 'factory.alarms', 'factory.metrics'),
  ],
  'caudal-people-ingest': ['PeopleIngestLogs', ingest('people.events', 'people.events')],
  'caudal-people-fetch': ['PeopleFetchFunctionLogs', fetch('people', 'people.events')],
  'caudal-orders-ingest': ['OrdersIngestLogs', ingest('orders.events', 'orders.events')],
  'caudal-orders-fetch': [
    'OrdersFetchFunctionLogs',
    [
      ...fetch('orders', 'orders.events'),
      ...allow(['secretsmanager:GetSecretValue'], 'secretsmanager:secret:caudal/orders-??????'),
    ],
  ],
};

function streams(suffix: string, ...pipelines: readonly string[]): readonly string[] {
  return pipelines.map((pipeline) => `kinesis:stream/${pipeline}.${suffix}`);
}

function mapping(parameter: string): string {
  return `lambda:event-source-mapping:{${parameter}}`;
}

describe('all that a function may do', () => {
  const functions = Object.values(wholeApp().templates).flatMap((template) =>
    Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => ({
      name: String(Properties.FunctionName),
      template,
    })),
  );

  it('is listed here for each function that Caudal can deploy', () => {
    // A new function: add it above with everything that it may do.
    expect(functions.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(functions)('$name', ({ name, template }) => {
    const [logs = '', permissions = []] = expected[name] ?? [];
    expect(permissionsOf(template, name)).toEqual([...logsAndTraces(logs), ...permissions].sort());
  });
});
