import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { expect, onTestFinished, test } from 'vitest';
import { clientsOf } from './support/clients.ts';
import { createQueue } from './support/queue.ts';
import { deployRecorder, type FunctionEvent, textsOf } from './support/recorder.ts';
import { createMapping, createStream } from './support/streams.ts';
import { until } from './support/until.ts';

const clients = clientsOf();
const shard = 'shardId-000000000000';
const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

async function createBucket(Bucket: string) {
  await clients.s3.send(new CreateBucketCommand({ Bucket }));
  onTestFinished(async () => {
    const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket }));
    for (const { Key } of Contents) await clients.s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await clients.s3.send(new DeleteBucketCommand({ Bucket }));
  });
  return {
    arn: `arn:aws:s3:::${Bucket}`,
    async object(): Promise<{ key: string; body: { payload: string } & Record<string, unknown> }> {
      const { Contents = [] } = await until(
        () => clients.s3.send(new ListObjectsV2Command({ Bucket })),
        (answer) => answer.Contents !== undefined,
        20_000,
        100,
      );
      const key = Contents[0]?.Key ?? '';
      const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key: key }));
      return { key, body: JSON.parse((await Body?.transformToString()) ?? 'null') };
    },
  };
}

test('bisect finds the record that kills the process; the others are done, and S3 has it with its payload', async () => {
  const stream = await createStream(clients, 'mapping-bisect');
  const bucket = await createBucket('mapping-bisect');
  await stream.put(['0', '1', '2', 'poison', '4', '5', '6']);
  const recorder = await deployRecorder(clients, 'mapping-bisect', "if (texts.includes('poison')) process.exit(1);");
  const UUID = await createMapping(clients, stream, recorder.name, {
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination: bucket.arn } },
  });
  const { key, body } = await bucket.object();
  expect(textsOf(JSON.parse(body.payload) as FunctionEvent)).toEqual(['poison']);
  const day = String.raw`\d{4}/\d\d/\d\d/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d`;
  expect(key).toMatch(new RegExp(`^aws/lambda/${UUID}/${shard}/${day}-[0-9a-f-]{36}$`));
  const done = (): string[] =>
    recorder.calls().flatMap(({ event }) => (textsOf(event).includes('poison') ? [] : textsOf(event)));
  await recorder.until(() => done().includes('6'));
  expect(done()).toEqual(['0', '1', '2', '4', '5', '6']);
});

test('exhausted retries: SQS and SNS are told where the records are, as AWS words it', async () => {
  const stream = await createStream(clients, 'mapping-exhausted');
  const [direct, subscribed] = [
    await createQueue(clients, 'mapping-exhausted'),
    await createQueue(clients, 'mapping-exhausted-topic'),
  ];
  const { TopicArn = '' } = await clients.sns.send(new CreateTopicCommand({ Name: 'mapping-exhausted' }));
  await clients.sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: subscribed.arn,
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  await stream.put(['bad', 'worse']);
  const recorders = [];
  for (const [name, Destination] of [
    ['mapping-to-sqs', direct.arn],
    ['mapping-to-sns', TopicArn],
  ] as const) {
    const recorder = await deployRecorder(clients, name, "if (texts.includes('bad')) throw new Error('no');");
    recorders.push(recorder);
    await createMapping(clients, stream, name, {
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination } },
    });
  }
  await stream.put(['good']);
  for (const [index, queue] of [direct, subscribed].entries()) {
    const recorder = recorders[index];
    const told = await queue.message();
    const failed = recorder?.calls()[0]?.event.Records ?? [];
    expect(told).toEqual({
      requestContext: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionArn: recorder?.arn,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 2,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.stringMatching(iso),
      KinesisBatchInfo: {
        shardId: shard,
        startSequenceNumber: failed[0]?.kinesis?.sequenceNumber,
        endSequenceNumber: failed.at(-1)?.kinesis?.sequenceNumber,
        approximateArrivalOfFirstRecord: expect.stringMatching(iso),
        approximateArrivalOfLastRecord: expect.stringMatching(iso),
        batchSize: failed.length,
        streamArn: stream.arn,
      },
    });
    await recorder?.until(() => recorder.data().includes('good'));
    expect(recorder?.data()).toContain('good');
  }
});
