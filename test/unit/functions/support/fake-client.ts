import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';

type Send = (command: { readonly input: never }) => Promise<unknown>;

const nowhere = { region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } };

/** A client that sends nothing: the SDK's paginators take instances of their client only. */
export const fakeDynamoClient = (send: Send): DynamoDBClient => Object.assign(new DynamoDBClient(nowhere), { send });

/** See {@link fakeDynamoClient}. */
export const fakeS3Client = (send: Send): S3Client => Object.assign(new S3Client(nowhere), { send });
