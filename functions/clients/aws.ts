import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { http, MAX_ATTEMPTS } from './http.ts';

/** DynamoDB, with a small time-out: its answers take milliseconds. */
export function dynamoClient(): DynamoDBClient {
  return new DynamoDBClient({ maxAttempts: MAX_ATTEMPTS, requestHandler: http(3_000) });
}

/**
 * Kinesis. It speaks HTTP/1.1 here: the SDK's own choice for it is HTTP/2, which needs TLS, and the local cloud has none.
 *
 * @param maxAttempts 1 where the caller retries by itself and wants to count @default 3
 */
export function kinesisClient(maxAttempts = MAX_ATTEMPTS): KinesisClient {
  return new KinesisClient({ maxAttempts, requestHandler: http() });
}

/** EventBridge. */
export function eventBridgeClient(): EventBridgeClient {
  return new EventBridgeClient({ maxAttempts: MAX_ATTEMPTS, requestHandler: http() });
}

/** Lambda, to look at event source mappings. */
export function lambdaClient(): LambdaClient {
  return new LambdaClient({ maxAttempts: MAX_ATTEMPTS, requestHandler: http() });
}
