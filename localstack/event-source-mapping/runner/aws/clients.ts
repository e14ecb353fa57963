import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { RunnerSettings } from '../settings.ts';

/** Account and region that a call is for. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Clients of the local servers, one of each per account and region, made when first asked for. */
export interface Clients {
  kinesis(place: Place): KinesisClient;
  dynamodbStreams(place: Place): DynamoDBStreamsClient;
  lambda(place: Place): LambdaClient;
  sqs(place: Place): SQSClient;
  sns(place: Place): SNSClient;
  s3(place: Place): S3Client;
}

/** The SDK's clients, without retries of their own: whoever calls knows better when to call again. */
export function createClients(ports: Pick<RunnerSettings, 'kinesisPort' | 'dynamodbPort' | 'gatewayPort'>): Clients {
  return {
    kinesis: perPlace((place) => new KinesisClient(options(ports.kinesisPort, place))),
    dynamodbStreams: perPlace((place) => {
      const accessKeyId = dynamodbNamespace(place);
      return new DynamoDBStreamsClient(options(ports.dynamodbPort, place, accessKeyId));
    }),
    lambda: perPlace((place) => new LambdaClient(options(ports.gatewayPort, place))),
    // Without this the SDK would send to the host that is in the queue's URL, which needs DNS.
    sqs: perPlace((place) => new SQSClient({ ...options(ports.gatewayPort, place), useQueueUrlAsEndpoint: false })),
    sns: perPlace((place) => new SNSClient(options(ports.gatewayPort, place))),
    s3: perPlace((place) => new S3Client({ ...options(ports.gatewayPort, place), forcePathStyle: true })),
  };
}

/** LocalStack's DynamoDB provider keeps accounts and regions apart in DynamoDB Local by this access key. */
function dynamodbNamespace({ account, region }: Place): string {
  return `${account}${region}`.replaceAll('-', '');
}

function options(port: number, { account, region }: Place, accessKeyId = account) {
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region,
    // The local servers take a 12-digit access key for the account, and check no signature.
    credentials: { accessKeyId, secretAccessKey: 'local' },
    maxAttempts: 1,
    // An invocation lasts up to 15 min, and a shard at rest holds its connection: neither is cut short or queued.
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 2000,
      httpAgent: { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY },
    }),
  };
}

function perPlace<Client>(make: (place: Place) => Client): (place: Place) => Client {
  const made = new Map<string, Client>();
  return (place) => {
    const key = `${place.account} ${place.region}`;
    const client = made.get(key) ?? make(place);
    made.set(key, client);
    return client;
  };
}
