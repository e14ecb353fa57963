import type { Input } from '../api/inputs.ts';
import { invalidArgument, KinesisError } from '../errors.ts';
import { consumerArn, streamArn } from '../streams/arn.ts';
import type { Consumer } from '../streams/state.ts';
import type { Stream } from '../streams/stream.ts';
import { type Context, findActiveStream, findStream, streamNotFound } from './context.ts';
import { openPage, sealPage } from './pages.ts';
import { consumerNotFound, findResource, withConsumer } from './resource.ts';
import { checkTags } from './tag-rules.ts';

/** Consumers of a stream. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html */
const mostConsumers = 20;
const mostListed = 100;

/**
 * Registers a consumer, which is ACTIVE shortly afterwards.
 *
 * @throws {KinesisError} ResourceInUseException when the name is taken, LimitExceededException for the 21st
 */
export async function registerStreamConsumer(
  context: Context,
  input: Input<'RegisterStreamConsumer'>,
): Promise<object> {
  const stream = findActiveStream(context, input);
  const { name, account } = stream.state;
  if (input.Tags) checkTags({}, input.Tags, name, account);
  const consumer: Consumer = { name: input.ConsumerName, createdAt: context.now(), tags: input.Tags ?? {} };
  await stream.change((state) => {
    if (state.consumers.some((each) => each.name === consumer.name)) {
      throw new KinesisError(
        'ResourceInUseException',
        `Consumer ${consumer.name} under stream ${streamArn(state)} already exists for account ${account}.`,
      );
    }
    if (state.consumers.length >= mostConsumers) {
      throw new KinesisError(
        'LimitExceededException',
        `Stream ${name} under account ${account} has ${mostConsumers} registered consumers, the most that it can have.`,
      );
    }
    return { ...state, consumers: [...state.consumers, consumer] };
  });
  return { Consumer: describe(context, stream, consumer) };
}

/** Ends a registration. @throws {KinesisError} ResourceNotFoundException, InvalidArgumentException */
export async function deregisterStreamConsumer(
  context: Context,
  input: Input<'DeregisterStreamConsumer'>,
): Promise<undefined> {
  const { stream, consumer } = find(context, input);
  const arn = consumerArn(stream.state, consumer);
  await stream.change((state) => {
    const { [arn]: _, ...policies } = state.policies;
    return { ...withConsumer(state, consumer.name, undefined), policies };
  });
  return undefined;
}

/** A consumer. @throws {KinesisError} ResourceNotFoundException, InvalidArgumentException */
export function describeStreamConsumer(context: Context, input: Input<'DescribeStreamConsumer'>): object {
  const { stream, consumer } = find(context, input);
  return { ConsumerDescription: { ...describe(context, stream, consumer), StreamARN: streamArn(stream.state) } };
}

/** The consumers of a stream, 100 at a time. @throws {KinesisError} ExpiredNextTokenException, InvalidArgumentException */
export function listStreamConsumers(context: Context, input: Input<'ListStreamConsumers'>): object {
  const stream = findStream(context, input);
  const { id, name, account, createdAt } = stream.state;
  const created = input.StreamCreationTimestamp;
  if (created !== undefined && Math.floor(created / 1000) !== Math.floor(createdAt / 1000)) {
    throw streamNotFound(name, account);
  }
  const page = input.NextToken === undefined ? undefined : openPage('consumers', input.NextToken, context.now());
  if (page !== undefined && page.stream !== id) throw invalidArgument('The NextToken is not one of this stream.');
  const consumers = stream.state.consumers
    .filter((consumer) => consumer.name > (page?.after ?? ''))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const listed = consumers.slice(0, Math.min(input.MaxResults ?? mostListed, mostListed));
  const last = listed.at(-1);
  const more = last !== undefined && listed.length < consumers.length;
  return {
    Consumers: listed.map((consumer) => describe(context, stream, consumer)),
    ...(more ? { NextToken: sealPage('consumers', { stream: id, after: last.name }, context.now()) } : {}),
  };
}

function find(
  context: Context,
  { ConsumerARN, ConsumerName, StreamARN }: Input<'DescribeStreamConsumer'>,
): { stream: Stream; consumer: Consumer } {
  if (ConsumerARN !== undefined) {
    const { stream, consumer } = findResource(context, ConsumerARN);
    if (consumer === undefined) throw invalidArgument(`${ConsumerARN} is not the ARN of a consumer.`);
    const fits = (ConsumerName ?? consumer.name) === consumer.name;
    if (fits && (StreamARN ?? streamArn(stream.state)) === streamArn(stream.state)) return { stream, consumer };
    throw invalidArgument(`ConsumerARN ${ConsumerARN} names another consumer than StreamARN and ConsumerName.`);
  }
  if (StreamARN === undefined || ConsumerName === undefined) {
    throw invalidArgument('Either ConsumerARN, or StreamARN and ConsumerName, must be given.');
  }
  const stream = findStream(context, { StreamARN });
  const consumer = stream.state.consumers.find(({ name }) => name === ConsumerName);
  if (consumer === undefined) throw consumerNotFound(ConsumerName, stream.state.account);
  return { stream, consumer };
}

function describe(context: Context, stream: Stream, consumer: Consumer): object {
  return {
    ConsumerName: consumer.name,
    ConsumerARN: consumerArn(stream.state, consumer),
    ConsumerStatus: isActive(context, consumer) ? 'ACTIVE' : 'CREATING',
    ConsumerCreationTimestamp: new Date(Math.floor(consumer.createdAt / 1000) * 1000),
  };
}

/** Whether a consumer may read: it is no more being made. */
export function isActive({ now, transitionMs }: Context, consumer: Consumer): boolean {
  return now() >= consumer.createdAt + transitionMs;
}
