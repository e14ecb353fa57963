import { invalidArgument, KinesisError } from '../errors.ts';
import type { Stream } from '../streams/stream.ts';
import { isActive } from './consumers.ts';
import type { Context } from './context.ts';
import { findResource } from './resource.ts';

/**
 * Name of the registered consumer that a read is made for, which SubscribeToShard would name on AWS; undefined for a read of
 * those that share what a shard gives.
 *
 * @throws {KinesisError} ResourceNotFoundException for one that is not registered, ResourceInUseException while it is being
 *   made, InvalidArgumentException for one of another stream
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html
 */
export function readingConsumer(context: Context, stream: Stream): string | undefined {
  const { consumerArn } = context;
  if (consumerArn === undefined) return undefined;
  const found = findResource(context, consumerArn);
  if (found.consumer === undefined || found.stream !== stream) {
    throw invalidArgument(`${consumerArn} is not the ARN of a consumer of the stream ${stream.state.name}.`);
  }
  if (isActive(context, found.consumer)) return found.consumer.name;
  throw new KinesisError('ResourceInUseException', `Consumer ${found.consumer.name} is not ACTIVE.`);
}
