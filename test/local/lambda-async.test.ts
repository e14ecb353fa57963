import { PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFunction, invokeFunction, lambdaClient, removeFunction } from './support/functions.ts';
import { until } from './support/until.ts';

const lambda = lambdaClient(process.env.CAUDAL_PORT);
const name = 'test-async';

interface Message {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
}

interface Queue {
  readonly url: string;
  readonly arn: string;
}

/** Calls SQS in its JSON protocol: as many processes of the AWS CLI would take longer than what is tested. */
async function sqs<T>(action: string, input: object): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${process.env.CAUDAL_PORT}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`${action}: ${response.status} ${await response.text()}`);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function createQueue(queueName: string): Promise<Queue> {
  const { QueueUrl } = await sqs<{ QueueUrl: string }>('CreateQueue', { QueueName: queueName });
  await sqs('PurgeQueue', { QueueUrl });
  return { url: QueueUrl, arn: `arn:aws:sqs:us-east-1:000000000000:${queueName}` };
}

/** Takes the next message off a queue. */
async function nextMessage({ url: QueueUrl }: Queue): Promise<Message> {
  const ask = async (): Promise<Message | undefined> => {
    const input = { QueueUrl, WaitTimeSeconds: 5, MessageAttributeNames: ['All'] };
    return (await sqs<{ Messages?: Message[] }>('ReceiveMessage', input)).Messages?.[0];
  };
  const message = await until(ask, (found) => found !== undefined, 40_000);
  if (!message) throw new Error(`no message came to ${QueueUrl}`);
  await sqs('DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle });
  return message;
}

describe('asynchronous invocation', () => {
  let succeeded: Queue;
  let failed: Queue;
  let dead: Queue;

  beforeAll(async () => {
    [succeeded, failed, dead] = (await Promise.all(
      ['test-succeeded', 'test-failed', 'test-dead'].map(createQueue),
    )) as [Queue, Queue, Queue];
    const code = `
      let tries = 0;
      export const handler = async ({ fail }) => {
        tries += 1;
        if (fail) throw new RangeError(\`try \${tries}\`);
        return { ok: true };
      }`;
    await createFunction(lambda, name, { 'index.mjs': code }, { DeadLetterConfig: { TargetArn: dead.arn } });
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: name,
        MaximumEventAgeInSeconds: 3600,
        DestinationConfig: { OnSuccess: { Destination: succeeded.arn }, OnFailure: { Destination: failed.arn } },
      }),
    );
  });

  afterAll(async () => {
    await removeFunction(lambda, name);
  });

  it('retries twice, then sends the event to the failure destination and the dead-letter queue', async () => {
    await invokeFunction(lambda, name, { fail: true }, { InvocationType: 'Event' });
    const record = JSON.parse((await nextMessage(failed)).Body);
    expect(record).toMatchObject({
      version: '1.0',
      requestContext: {
        functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { fail: true },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'RangeError', errorMessage: 'try 3' },
    });
    const letter = await nextMessage(dead);
    expect(JSON.parse(letter.Body)).toEqual({ fail: true });
    expect(letter.MessageAttributes).toMatchObject({
      RequestID: { StringValue: record.requestContext.requestId },
      ErrorCode: { StringValue: '200' },
      ErrorMessage: { StringValue: 'try 3' },
    });
  });

  it('sends what succeeded to its destination', async () => {
    await invokeFunction(lambda, name, { order: 7 }, { InvocationType: 'Event' });
    expect(JSON.parse((await nextMessage(succeeded)).Body)).toMatchObject({
      requestContext: { condition: 'Success', approximateInvokeCount: 1 },
      requestPayload: { order: 7 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { ok: true },
    });
  });

  it('does not retry where it is told so', async () => {
    const settings = { FunctionName: name, DestinationConfig: { OnFailure: { Destination: failed.arn } } };
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ ...settings, MaximumRetryAttempts: 0 }));
    await invokeFunction(lambda, name, { fail: true }, { InvocationType: 'Event' });
    expect(JSON.parse((await nextMessage(failed)).Body).requestContext).toMatchObject({
      condition: 'RetriesExhausted',
      approximateInvokeCount: 1,
    });
  });
});
