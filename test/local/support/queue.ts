import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { onTestFinished } from 'vitest';
import { localRegion } from '../../../localstack/access.ts';
import { account, type TestClients } from './clients.ts';

/** A queue for the time of a test. */
export interface TestQueue {
  readonly arn: string;
  /** Waits for a message and reads it as JSON; null when none has come within 20 s. */
  message(): Promise<unknown>;
}

/** Makes a queue. */
export async function createQueue({ sqs }: TestClients, QueueName: string): Promise<TestQueue> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
  onTestFinished(async () => {
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  });
  return {
    arn: `arn:aws:sqs:${localRegion}:${account}:${QueueName}`,
    async message() {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
      return JSON.parse(Messages[0]?.Body ?? 'null');
    },
  };
}
