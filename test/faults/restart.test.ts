import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeAlarmsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { PublishCommand } from '@aws-sdk/client-sns';
import { PurgeQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsOn, caudal, caudalJson } from '../local/support/caudal.ts';
import { clientsOf, type TestClients } from '../local/support/clients.ts';
import { cloudVariables } from '../local/support/ports.ts';
import { everythingTemplate, slowTemplate } from '../local/support/restart-template.ts';
import { until } from '../local/support/until.ts';

interface Status {
  readonly services: readonly { readonly service: string; readonly state: string; readonly pid?: number }[];
}

const SLOW_FUNCTIONS = 6;

/** A cloud of its own whose LocalStack ends in every way; what it knew has to be there each time. */
describe('what LocalStack knows', () => {
  let env: Record<string, string>;
  let clients: TestClients;
  let outputs: Record<string, string>;

  const run = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await caudal(args, { env });
    expect(code, `${args.join(' ')}: ${stdout}${stderr}`).toBe(0);
    return stdout + stderr;
  };
  const killLocalstack = async (): Promise<void> => {
    const { services } = await caudalJson<Status>(['status'], { env });
    const pid = services.find(({ service }) => service === 'localstack')?.pid;
    if (!pid) throw new Error('LocalStack has no process');
    process.kill(pid, 'SIGKILL');
    await run('up');
  };
  const settled = async (name: string): Promise<Stack> => {
    const find = async (client: CloudFormationClient): Promise<Stack> => {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
      if (!Stacks?.[0]) throw new Error(`there is no stack ${name}`);
      return Stacks[0];
    };
    return until(
      () => find(clients.cloudformation),
      ({ StackStatus }) => !StackStatus?.endsWith('_IN_PROGRESS'),
    );
  };
  const greeting = async (qualifier?: string): Promise<unknown> => {
    const invoke = new InvokeCommand({
      FunctionName: 'restart-function',
      ...(qualifier ? { Qualifier: qualifier } : {}),
    });
    const { Payload } = await clients.lambda.send(invoke);
    return JSON.parse(Payload?.transformToString() ?? 'null');
  };
  /** Asks a function URL, whose host no resolver of the machine need know. */
  const ask = (url: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { host, port, pathname } = new URL(url);
      const sent = request({ host: '127.0.0.1', port, path: pathname, headers: { host } }, (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () => resolve(text));
      });
      sent.on('error', reject).end();
    });
  /** Texts of the messages that arrive in a queue, until one passes. */
  const received = async (queue: string | undefined, passes: (text: string) => boolean): Promise<string[]> => {
    const texts: string[] = [];
    const receive = new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
    return until(
      async () => {
        const { Messages } = await clients.sqs.send(receive);
        texts.push(...(Messages ?? []).map(({ Body }) => Body ?? ''));
        return texts;
      },
      (all) => all.some(passes),
    );
  };

  beforeAll(async () => {
    env = await cloudVariables('test-restart');
    clients = clientsOf(env);
    for (const step of ['reset', 'up', 'deploy']) await run(step);
    const TemplateBody = JSON.stringify(everythingTemplate('hello'));
    await clients.cloudformation.send(new CreateStackCommand({ StackName: 'everything', TemplateBody }));
    const { StackStatus, Outputs } = await settled('everything');
    expect(StackStatus).toBe('CREATE_COMPLETE');
    outputs = Object.fromEntries((Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
    await clients.s3.send(new PutObjectCommand({ Bucket: 'restart-bucket', Key: 'object', Body: 'content' }));
    const send = new SendMessageCommand({ QueueUrl: outputs.Queue, MessageBody: 'waiting' });
    await clients.sqs.send(send);
  });

  afterAll(async () => {
    await caudal(['reset'], { env });
  });

  it('is there after kill -9, and works', async () => {
    const encrypt = ['kms', 'encrypt', '--key-id', 'alias/restart', '--plaintext', 'hush', '--query', 'CiphertextBlob'];
    const encrypted = path.join(mkdtempSync(path.join(tmpdir(), 'caudal-restart-')), 'encrypted');
    writeFileSync(encrypted, Buffer.from(await awsOn<string>(env, ...encrypt), 'base64'));
    await clients.sqs.send(new PurgeQueueCommand({ QueueUrl: outputs.Target }));
    await killLocalstack();
    expect(await greeting()).toEqual({ greeting: 'hello' });
    expect(await greeting('live')).toEqual({ greeting: 'hello' });
    expect(await ask(outputs.Url ?? '')).toContain('hello');
    const object = await clients.s3.send(new GetObjectCommand({ Bucket: 'restart-bucket', Key: 'object' }));
    expect(await object.Body?.transformToString()).toBe('content');
    expect(await received(outputs.Queue, (text) => text === 'waiting')).toEqual(['waiting']);
    await clients.sns.send(new PublishCommand({ TopicArn: outputs.Topic, Message: 'published' }));
    expect(await received(outputs.Target, (text) => text === 'published')).toContain('published');
    expect(await received(outputs.Target, (text) => text.includes('schedule'))).toContain('{"from":"schedule"}');
    const [parameter, secret, plain] = await Promise.all([
      awsOn(env, 'ssm', 'get-parameter', '--name', '/restart/greeting', '--query', 'Parameter.Value'),
      awsOn(env, 'secretsmanager', 'get-secret-value', '--secret-id', 'restart/secret', '--query', 'SecretString'),
      awsOn(env, 'kms', 'decrypt', '--ciphertext-blob', `fileb://${encrypted}`, '--query', 'Plaintext'),
    ]);
    expect([parameter, secret, plain]).toEqual(['hello', 'whisper', Buffer.from('hush').toString('base64')]);
    // In high resolution: data by the minute lie at its beginning, where periods of 10 s soon look no more.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    const data = { MetricName: 'Trouble', Value: 1, Timestamp: new Date(), StorageResolution: 1 };
    await clients.cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Restart', MetricData: [data] }));
    const alarm = await until(
      async () => (await clients.cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms ?? [],
      (alarms) => alarms.some(({ AlarmName, StateValue }) => AlarmName === 'restart-alarm' && StateValue === 'ALARM'),
    );
    expect(alarm.find(({ AlarmName }) => AlarmName === 'restart-alarm')?.StateValue).toBe('ALARM');
  });

  it('lets records flow on without a deployment, and a deployment finds nothing to do', async () => {
    const { runId, sent } = await caudalJson<{ runId: string; sent: number }>(
      ['produce', 'sensors', '--rate', '20', '--for', '2s'],
      { env },
    );
    const account = await caudalJson(['ledger', 'sensors', '--run', runId, '--wait', '60s'], { env });
    expect(account).toMatchObject({ sent, stored: sent, lost: 0 });
    const printed = await run('deploy', '--verbose');
    expect(printed.match(/\(no changes\)/g)).toHaveLength(4);
  });

  it('lets a stack go on whose creation a kill -9 interrupted', async () => {
    const TemplateBody = JSON.stringify(slowTemplate(SLOW_FUNCTIONS));
    await clients.cloudformation.send(new CreateStackCommand({ StackName: 'slow', TemplateBody }));
    const resources = async () => {
      const describeResources = new DescribeStackResourcesCommand({ StackName: 'slow' });
      return (await clients.cloudformation.send(describeResources)).StackResources ?? [];
    };
    const isDone = ({ ResourceStatus }: { ResourceStatus?: string | undefined }) =>
      ResourceStatus === 'CREATE_COMPLETE';
    const before = await until(resources, (all) => all.some(isDone));
    await killLocalstack();
    expect(before.filter(isDone).length).toBeLessThan(SLOW_FUNCTIONS);
    expect((await settled('slow')).StackStatus).toBe('CREATE_COMPLETE');
    expect((await resources()).filter(isDone)).toHaveLength(SLOW_FUNCTIONS);
  });

  it('is there after down and up, and its stacks can be changed and deleted', async () => {
    await run('down');
    await run('up');
    expect(await greeting('live')).toEqual({ greeting: 'hello' });
    const TemplateBody = JSON.stringify(everythingTemplate('goodbye'));
    await clients.cloudformation.send(new UpdateStackCommand({ StackName: 'everything', TemplateBody }));
    expect((await settled('everything')).StackStatus).toBe('UPDATE_COMPLETE');
    expect(await greeting()).toEqual({ greeting: 'goodbye' });
    for (const StackName of ['everything', 'slow']) {
      const { StackId } = await settled(StackName);
      await clients.cloudformation.send(new DeleteStackCommand({ StackName }));
      expect((await settled(StackId ?? '')).StackStatus).toBe('DELETE_COMPLETE');
    }
    await run('destroy');
    const functions = await awsOn<unknown[]>(env, 'lambda', 'list-functions', '--query', 'Functions');
    expect(functions).toEqual([]);
  });
});
