import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListStreamsCommand,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/kinesis/folders.ts';
import { walk } from '../support/kinesis/walk.ts';
import { aws } from './support/caudal.ts';
import { until } from './support/until.ts';

const client = new KinesisClient({
  endpoint: `http://127.0.0.1:${process.env.CAUDAL_PORT}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
  requestHandler: new NodeHttpHandler(),
});
afterAll(() => client.destroy());

async function summary(StreamName: string) {
  return (await client.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary;
}

async function stackStatus(): Promise<string> {
  const { Stacks } = await aws<{ Stacks: { StackStatus: string }[] }>(
    ...['cloudformation', 'describe-stacks', '--stack-name', 'formed'],
  );
  return Stacks[0]?.StackStatus ?? '';
}

function template(properties: object): string {
  return JSON.stringify({
    Resources: {
      Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'formed', ...properties } },
    },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Stream', 'Arn'] } }, Name: { Value: { Ref: 'Stream' } } },
  });
}

describe("Kinesis through LocalStack's gateway", () => {
  it('serves every operation of the SDK', async () => {
    await walk(client);
  });

  it('serves SubscribeToShard, which LocalStack makes of GetRecords', async () => {
    const StreamName = 'fanned-out';
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    await until(
      () => summary(StreamName),
      (answer) => answer?.StreamStatus === 'ACTIVE',
    );
    const StreamARN = (await summary(StreamName))?.StreamARN ?? '';
    const { Consumer } = await client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }));
    await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from('pushed') }));
    const { EventStream } = await client.send(
      new SubscribeToShardCommand({
        ConsumerARN: Consumer?.ConsumerARN,
        ShardId: 'shardId-000000000000',
        StartingPosition: { Type: 'TRIM_HORIZON' },
      }),
    );
    const received: string[] = [];
    for await (const { SubscribeToShardEvent } of EventStream ?? []) {
      received.push(...(SubscribeToShardEvent?.Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString()));
      if (received.length > 0) break;
    }
    expect(received).toEqual(['pushed']);
    await client.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
  });

  it('takes a stream that CloudFormation makes, changes and deletes, with all its properties', async () => {
    const file = path.join(temporaryFolder(), 'template.json');
    const deploy = async (operation: 'create' | 'update', properties: object): Promise<void> => {
      await writeFile(file, template(properties));
      await aws('cloudformation', `${operation}-stack`, '--stack-name', 'formed', '--template-body', `file://${file}`);
      const status = await until(stackStatus, (text) => !text.endsWith('_IN_PROGRESS'));
      expect(status).toBe(`${operation.toUpperCase()}_COMPLETE`);
    };
    await deploy('create', {
      ShardCount: 2,
      RetentionPeriodHours: 48,
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
      Tags: [{ Key: 'team', Value: 'lab' }],
    });
    expect(await summary('formed')).toMatchObject({
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      OpenShardCount: 2,
      RetentionPeriodHours: 48,
      EncryptionType: 'KMS',
    });
    expect(await aws('kinesis', 'list-tags-for-stream', '--stream-name', 'formed')).toEqual({
      Tags: [{ Key: 'team', Value: 'lab' }],
      HasMoreTags: false,
    });
    await deploy('update', { ShardCount: 3, DesiredShardLevelMetrics: ['IncomingBytes'] });
    expect(await summary('formed')).toMatchObject({
      OpenShardCount: 3,
      RetentionPeriodHours: 24,
      EncryptionType: 'NONE',
      EnhancedMonitoring: [{ ShardLevelMetrics: ['IncomingBytes'] }],
    });
    await aws('cloudformation', 'delete-stack', '--stack-name', 'formed');
    const streams = async () => (await client.send(new ListStreamsCommand({}))).StreamNames ?? [];
    expect(await until(streams, (names) => !names.includes('formed'))).not.toContain('formed');
  });

  it('is read and written with the AWS CLI', async () => {
    await aws('kinesis', 'create-stream', '--stream-name', 'by-hand', '--shard-count', '1');
    await until(
      () => summary('by-hand'),
      (answer) => answer?.StreamStatus === 'ACTIVE',
    );
    const file = path.join(temporaryFolder(), 'data');
    await writeFile(file, 'by hand');
    await aws('kinesis', 'put-record', '--stream-name', 'by-hand', '--partition-key', 'k', '--data', `fileb://${file}`);
    const { ShardIterator } = await aws<{ ShardIterator: string }>(
      ...['kinesis', 'get-shard-iterator', '--stream-name', 'by-hand', '--shard-id', 'shardId-000000000000'],
      ...['--shard-iterator-type', 'TRIM_HORIZON'],
    );
    const { Records } = await aws<{ Records: { Data: string }[] }>(
      ...['kinesis', 'get-records', '--shard-iterator', ShardIterator],
    );
    expect(Records.map(({ Data }) => Buffer.from(Data, 'base64').toString())).toEqual(['by hand']);
    await aws('kinesis', 'delete-stream', '--stream-name', 'by-hand');
  });
});
