import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { localRegion } from '../../../localstack/access.ts';
import { cloudConfig } from '../../../localstack/config.ts';

/** Account of the local cloud, unless a caller names another one. */
export const account = '000000000000';

/** The SDK's clients of a cloud. @param env the variables of `caudal`; @default those of the suite's cloud */
export function clientsOf(env: NodeJS.ProcessEnv = process.env) {
  const options = {
    endpoint: `http://127.0.0.1:${cloudConfig(env).ports.localstack}`,
    region: localRegion,
    credentials: { accessKeyId: account, secretAccessKey: 'test' },
    requestHandler: new NodeHttpHandler(),
  };
  return {
    cloudformation: new CloudFormationClient(options),
    cloudwatch: new CloudWatchClient(options),
    dynamodb: new DynamoDBClient(options),
    events: new EventBridgeClient(options),
    kinesis: new KinesisClient(options),
    lambda: new LambdaClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    sns: new SNSClient(options),
    sqs: new SQSClient({ ...options, useQueueUrlAsEndpoint: false }),
  };
}

/** What {@link clientsOf} gives. */
export type TestClients = ReturnType<typeof clientsOf>;
