import { invalidArgument, KinesisError } from '../errors.ts';
import { consumerArn, parseArn } from '../streams/arn.ts';
import type { Consumer, StreamState } from '../streams/state.ts';
import type { Stream } from '../streams/stream.ts';
import { type Context, streamNotFound } from './context.ts';

/** A stream, or one of its consumers. */
export interface Resource {
  readonly stream: Stream;
  readonly consumer?: Consumer;
}

/** What an ARN names. @throws {KinesisError} InvalidArgumentException, ResourceNotFoundException */
export function findResource(context: Context, arn: string): Resource {
  const parsed = parseArn(arn);
  if (parsed === undefined) throw invalidArgument(`${arn} is not the ARN of a stream or of a consumer.`);
  const stream = context.store.find(parsed, parsed.stream);
  if (stream === undefined) throw streamNotFound(parsed.stream, parsed.account);
  if (parsed.consumer === undefined) return { stream };
  const consumer = stream.state.consumers.find((each) => consumerArn(stream.state, each) === arn);
  if (consumer === undefined) throw consumerNotFound(parsed.consumer, parsed.account);
  return { stream, consumer };
}

/** What AWS says of a consumer that is not there. */
export function consumerNotFound(name: string, account: string): KinesisError {
  return new KinesisError('ResourceNotFoundException', `Consumer ${name}, account ${account} not found.`);
}

/** The state with one consumer replaced, or left out. */
export function withConsumer(state: StreamState, name: string, next: Consumer | undefined): StreamState {
  return { ...state, consumers: state.consumers.flatMap((each) => (each.name === name ? (next ?? []) : each)) };
}
