import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PublishCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type DeliverCommand, type FailureMessage, failureMessage, type MappingSettings } from '../index.ts';
import { parseArn } from './arn.ts';
import type { Clients, Place } from './aws/clients.ts';
import { isUnreachable, whenReachable } from './aws/reachable.ts';
import { type Log, problem } from './log.ts';

/**
 * Tells the on-failure destination of records that are given up. Says whether it worked; never throws. When LocalStack is
 * down, it waits.
 *
 * @param signal ends the waiting for LocalStack
 */
export type Deliver = (shardId: string, command: DeliverCommand, signal: AbortSignal) => Promise<boolean>;

/** What a delivery needs. */
export interface DeliverWorld {
  readonly clients: Clients;
  /** Of LocalStack. */
  readonly gatewayPort: number;
  readonly log: Log;
}

/**
 * Sends to queue, topic or bucket through LocalStack.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export function createDeliver(settings: MappingSettings, { clients, gatewayPort, log }: DeliverWorld): Deliver {
  // A bucket's ARN names no account and no region.
  const home = parseArn(settings.functionArn);

  async function send({ service, arn, body, key }: FailureMessage): Promise<void> {
    const { resource, ...place } = parseArn(arn);
    if (service === 'sqs') await sendToQueue(clients, place, resource, body);
    else if (service === 'sns') await clients.sns(place).send(new PublishCommand({ TopicArn: arn, Message: body }));
    else await clients.s3(home).send(new PutObjectCommand({ Bucket: resource, Key: key, Body: body }));
  }

  return async (shardId, command, signal) => {
    const message = failureMessage(settings, shardId, command, randomUUID());
    const { condition, records } = command.discard;
    const about = { shard: shardId, destination: message.arn, condition, records: records.length };
    for (;;) {
      try {
        await send(message);
        log.info('told the destination of records that are given up', about);
        return true;
      } catch (error) {
        log.warn('the destination cannot be told', { ...about, problem: problem(error) });
        if (!isUnreachable(error) || signal.aborted) return false;
        await whenReachable(gatewayPort, signal);
      }
    }
  };
}

async function sendToQueue(clients: Clients, place: Place, QueueName: string, MessageBody: string): Promise<void> {
  const client = clients.sqs(place);
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId: place.account }));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}
