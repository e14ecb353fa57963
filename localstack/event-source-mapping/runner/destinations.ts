import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PublishCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type DeliverCommand, failureMessage, type MappingSettings } from '../index.ts';
import { parseArn } from './arn.ts';
import type { Clients, Place } from './aws/clients.ts';
import { type Log, problem } from './log.ts';

/** Tells the on-failure destination of records that are given up. Says whether it worked; never throws. */
export type Deliver = (shardId: string, command: DeliverCommand) => Promise<boolean>;

/**
 * Sends to queue, topic or bucket through LocalStack.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export function createDeliver(clients: Clients, settings: MappingSettings, home: Place, log: Log): Deliver {
  return async (shardId, command) => {
    const { service, arn, body, key } = failureMessage(settings, shardId, command, randomUUID());
    const { condition, records } = command.discard;
    const about = { shard: shardId, destination: arn, condition, records: records.length };
    try {
      const { resource, ...place } = parseArn(arn);
      if (service === 'sqs') await sendToQueue(clients, place, resource, body);
      else if (service === 'sns') await clients.sns(place).send(new PublishCommand({ TopicArn: arn, Message: body }));
      else await clients.s3(home).send(new PutObjectCommand({ Bucket: resource, Key: key, Body: body }));
      log.info('told the destination of records that are given up', about);
      return true;
    } catch (error) {
      log.warn('the destination cannot be told', { ...about, problem: problem(error) });
      return false;
    }
  };
}

async function sendToQueue(clients: Clients, place: Place, QueueName: string, MessageBody: string): Promise<void> {
  const client = clients.sqs(place);
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId: place.account }));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}
