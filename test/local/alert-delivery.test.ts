import {
  CloudWatchLogsClient,
  DescribeResourcePoliciesCommand,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-kinesis';
import { CreateSecretCommand, DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useLocalAws } from '../../cli/deployment.ts';
import type { Alert } from '../../core/analysis/alert.ts';
import { environment } from '../../core/environment.ts';
import { namesOf } from '../../core/names.ts';
import { localRegion } from '../../localstack/access.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { startWebhook, type WebhookServer } from '../support/webhook-server.ts';
import { destinationsTemplate, topicArn } from './support/alert-destinations.ts';
import { caudal, caudalJson } from './support/caudal.ts';
import { account, clientsOf } from './support/clients.ts';
import { createFunction, removeFunction } from './support/functions.ts';
import { notifyFiles } from './support/notify-function.ts';
import { TestStack } from './support/stack.ts';
import { until } from './support/until.ts';

const names = namesOf('');

useLocalAws(cloudConfig());

/** Name of everything that is made here, and of the device that is too hot; another one each run. */
const name = `delivery-${Date.now().toString(36)}`;
const clients = clientsOf();
const logs = new CloudWatchLogsClient({});
const secrets = new SecretsManagerClient({});
const stack = new TestStack(name);

interface Event {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Alert;
}
const isOurs = ({ detail }: Event): boolean => detail.key === name;

/** What lies in a log group; nothing where there is none yet. */
async function messages(logGroupName: string): Promise<string[]> {
  try {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.map(({ message = '' }) => message);
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
}

/** Waits for the first thing that a reader finds. */
const first = async <T>(read: () => Promise<readonly T[]>): Promise<T | undefined> =>
  (await until(read, (found) => found.length > 0, 20_000, 200))[0];

describe('an alert of a rule', () => {
  let webhook: WebhookServer;
  let subscription = '';
  let alert: Pick<Alert, 'id' | 'key' | 'rule'> | undefined;

  beforeAll(async () => {
    webhook = await startWebhook([
      { status: 503, headers: { 'retry-after': '1' } },
      { status: 200, body: 'ok' },
    ]);
    const files = notifyFiles();
    const [made] = await Promise.all([
      stack.create(destinationsTemplate(name, 'sensors')),
      secrets.send(new CreateSecretCommand({ Name: name, SecretString: JSON.stringify({ url: webhook.url }) })),
      createFunction(clients.lambda, name, await files, {
        Timeout: 60,
        Environment: { Variables: { [environment.webhookSecret]: name } },
      }),
    ]);
    expect(made.StackStatus).toBe('CREATE_COMPLETE');
    const endpoint = `arn:aws:lambda:${localRegion}:${account}:function:${name}`;
    const subscribe = new SubscribeCommand({ TopicArn: topicArn, Protocol: 'lambda', Endpoint: endpoint });
    subscription = (await clients.sns.send(subscribe)).SubscriptionArn ?? '';
    const reading = {
      event_id: name,
      device_id: name,
      ts: new Date().toISOString(),
      temperature_c: 31,
      humidity_pct: 50,
    };
    await caudalJson(['send', 'sensors', JSON.stringify(reading)]);
  });

  afterAll(async () => {
    await clients.sns.send(new UnsubscribeCommand({ SubscriptionArn: subscription }));
    await removeFunction(clients.lambda, name);
    await secrets.send(new DeleteSecretCommand({ SecretId: name, ForceDeleteWithoutRecovery: true }));
    await Promise.all([stack.delete(), webhook.close()]);
  });

  it('lies in ops.alerts, where `caudal alerts` finds it', async () => {
    const wanted = ['alerts', 'sensors', '--since', '5m', '--rule', 'high-temperature', '--limit', '10000'];
    alert = await first(async () => (await caudalJson<Alert[]>(wanted)).filter(({ key }) => key === name));
    expect(alert).toMatchObject({
      pipeline: 'sensors',
      rule: 'high-temperature',
      severity: 'warning',
      values: { temperature_c: 31 },
      events: [name],
    });
  });

  it('goes by the bus to the topic, and from there to whoever subscribes', async () => {
    const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    const received = await first(async () => {
      const { Messages = [] } = await clients.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      return Messages.map(({ Body }) => JSON.parse(JSON.parse(Body ?? '').Message) as Event).filter(isOurs);
    });
    expect(received).toMatchObject({ source: 'caudal.alerts', 'detail-type': 'Alert', detail: { id: alert?.id } });
  });

  it('goes to the log group, whole', async () => {
    const logged = await first(async () =>
      (await messages(names.alertLogGroup)).map((message) => JSON.parse(message) as Event).filter(isOurs),
    );
    expect(logged?.detail).toMatchObject({ id: alert?.id, key: name, message: expect.stringContaining(name) });
    const { resourcePolicies = [] } = await logs.send(new DescribeResourcePoliciesCommand({}));
    expect(resourcePolicies.map(({ policyName }) => policyName)).toContain('caudal-alerts-to-log-group');
  });

  it('goes to a stream as its own JSON, partitioned by its key', async () => {
    const { ShardIterator } = await clients.kinesis.send(
      new GetShardIteratorCommand({
        StreamName: name,
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const record = await first(async () => {
      const { Records = [] } = await clients.kinesis.send(new GetRecordsCommand({ ShardIterator }));
      return Records.map(({ PartitionKey, Data }) => ({
        key: PartitionKey,
        alert: JSON.parse(Buffer.from(Data ?? []).toString()) as Alert,
      })).filter((each) => each.alert.key === name);
    });
    expect(record).toMatchObject({ key: name, alert: { id: alert?.id, rule: 'high-temperature' } });
  });

  it('is posted to the webhook of the secret, once more where that was overloaded, and its address is logged nowhere', async () => {
    const posted = await until(
      async () => (await messages(`/aws/lambda/${name}`)).filter((line) => line.includes('"posted"')),
      (lines) => [alert?.id ?? '', '"tries":2'].every((part) => lines.some((line) => line.includes(part))),
      30_000,
    );
    expect(posted.join('\n')).toContain(alert?.id);
    const bodies = webhook.bodies.map((body) => JSON.stringify(body));
    expect(bodies.find((body) => body.includes(name))).toContain('warning: high-temperature (sensors)');
    // Perhaps of another alert: one of a test before this may have come first.
    expect(posted.join('\n')).toContain('"tries":2');
    expect((await messages(`/aws/lambda/${name}`)).join('\n')).not.toMatch(/hidden|services\/T0/);
  });
});

it('alerts --follow shows rows as they come, without what a terminal would obey, until as many as asked for', async () => {
  // Of a rule of the pipeline's whose own alerts are warnings, and so are not asked for.
  const rule = 'high-humidity';
  const insert = (id: string, message: string) => {
    const now = new Date().toISOString();
    const columns = 'pipeline, day, at, alert_id, rule, severity, key, message, values_json, raised_at';
    const values = `'sensors', '${now.slice(0, 10)}', '${now}', '${id}', '${rule}', 'critical', 'k', '${message}', '{}', '${now}'`;
    return caudal(['query', `INSERT INTO ops.alerts (${columns}) VALUES (${values})`]);
  };
  const following = caudal([
    'alerts',
    '--follow',
    '--since',
    '1m',
    '--rule',
    rule,
    '--severity',
    'critical',
    '--limit',
    '2',
  ]);
  expect((await insert(`${name}-1`, 'first')).code).toBe(0);
  expect((await insert(`${name}-2`, 'second\u001b[2J')).code).toBe(0);
  const { code, stdout } = await following;
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(/Z {2}critical {2}sensors {2}high-humidity {2}k {2}first$/),
    expect.stringMatching(/second·\[2J$/),
  ]);
});
