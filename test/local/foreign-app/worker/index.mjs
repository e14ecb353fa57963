import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

/** Writes each message of the queue to the table; called by its URL, it answers what it was asked. */
export async function handler(event) {
  if (event.requestContext?.http) {
    return { statusCode: 200, body: JSON.stringify({ asked: event.rawPath }) };
  }
  for (const { messageId, body } of event.Records) {
    await client.send(
      new PutItemCommand({ TableName: process.env.TABLE, Item: { id: { S: messageId }, body: { S: body } } }),
    );
  }
  return undefined;
}
