import {
  CreateStreamCommand,
  DeleteStreamCommand,
  PutRecordsCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, DeleteQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { environment } from '../../../core/environment.ts';
import { namesOf } from '../../../core/names.ts';
import { kinesisClient, lambdaClient } from '../../../functions/clients/aws.ts';

const RECORDS = 10;

/** A pipeline whose function can store nothing. */
export interface BrokenPipeline {
  readonly stage: string;
  readonly stream: string;
  readonly functionName: string;
  /** Id of its mapping, which gives up at once. */
  readonly mapping: string;
  readonly keyspace: string;
}

/**
 * The ingest function that is deployed, once more, as that of a stage whose tables are not there: what it is given fails, as it does
 * when the database is gone. Its mapping does not try again, so what failed is given up.
 */
export async function breakPipeline(stage: string): Promise<BrokenPipeline> {
  const [kinesis, lambda, s3, sqs] = [
    kinesisClient(),
    lambdaClient(),
    new S3Client({}),
    new SQSClient({ useQueueUrlAsEndpoint: false }),
  ];
  const names = namesOf(stage);
  const stream = names.stream('events');
  const functionName = names.ingestFunction('sensors');
  const [{ Configuration, Code }] = await Promise.all([
    lambda.send(new GetFunctionCommand({ FunctionName: namesOf('').ingestFunction('sensors') })),
    kinesis.send(new CreateStreamCommand({ StreamName: stream, ShardCount: 1 })),
    s3.send(new CreateBucketCommand({ Bucket: stage })),
    sqs.send(new CreateQueueCommand({ QueueName: stage })),
  ]);
  const zip = await (await fetch(Code?.Location ?? '')).arrayBuffer();
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: functionName,
      Runtime: Configuration?.Runtime,
      Handler: Configuration?.Handler,
      Role: Configuration?.Role,
      MemorySize: 256,
      Timeout: 60,
      Environment: { Variables: { ...Configuration?.Environment?.Variables, [environment.prefix]: stage } },
      Code: { ZipFile: new Uint8Array(zip) },
    }),
  );
  await Promise.all([
    waitUntilFunctionActiveV2(
      { client: lambda, maxWaitTime: 30, minDelay: 0.2, maxDelay: 1 },
      { FunctionName: functionName },
    ),
    waitUntilStreamExists({ client: kinesis, maxWaitTime: 30, minDelay: 0.2, maxDelay: 1 }, { StreamName: stream }),
  ]);
  const { UUID = '' } = await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: functionName,
      EventSourceArn: `arn:aws:kinesis:us-east-1:000000000000:stream/${stream}`,
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: `arn:aws:s3:::${stage}` } },
      MetricsConfig: { Metrics: ['EventCount'] },
    }),
  );
  for (const client of [kinesis, lambda, s3, sqs]) client.destroy();
  return { stage, stream, functionName, mapping: UUID, keyspace: names.keyspace('rt') };
}

/** Puts records into its stream, and leaves a message in the queue of its stage. */
export async function feed({ stream, stage }: BrokenPipeline): Promise<void> {
  const [kinesis, sqs] = [kinesisClient(1), new SQSClient({ useQueueUrlAsEndpoint: false })];
  const Records = Array.from({ length: RECORDS }, () => ({ Data: Buffer.from('{}'), PartitionKey: 'one' }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: stage }));
  await Promise.all([
    kinesis.send(new PutRecordsCommand({ StreamName: stream, Records })),
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'not delivered' })),
  ]);
  for (const client of [kinesis, sqs]) client.destroy();
}

/** Removes all of it but the bucket, in which lies what was given up. */
export async function removePipeline({ stream, functionName, mapping, stage }: BrokenPipeline): Promise<void> {
  const [kinesis, lambda, sqs] = [kinesisClient(), lambdaClient(), new SQSClient({ useQueueUrlAsEndpoint: false })];
  await lambda.send(new DeleteEventSourceMappingCommand({ UUID: mapping }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: stage }));
  await Promise.all([
    lambda.send(new DeleteFunctionCommand({ FunctionName: functionName })),
    kinesis.send(new DeleteStreamCommand({ StreamName: stream })),
    sqs.send(new DeleteQueueCommand({ QueueUrl })),
  ]);
  for (const client of [kinesis, lambda, sqs]) client.destroy();
}
