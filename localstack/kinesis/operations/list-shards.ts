import type { Input } from '../api/inputs.ts';
import { invalidArgument } from '../errors.ts';
import { describeShard } from '../shards/describe.ts';
import { passesFilter, type ShardFilter } from '../shards/shard-filter.ts';
import { liveShards, trimHorizon } from '../streams/state.ts';
import type { Stream } from '../streams/stream.ts';
import { type Context, findReadyStream, streamNotFound } from './context.ts';
import { openPage, sealPage } from './pages.ts';

type ListInput = Input<'ListShards'>;

/** Most shards of one answer. */
const mostShards = 1000;

/** What a page continues. */
interface Listing {
  readonly stream: Stream;
  readonly after: string;
  readonly filter: ShardFilter;
}

/**
 * The shards of a stream, 1,000 at a time.
 *
 * @throws {KinesisError} InvalidArgumentException, ExpiredNextTokenException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html
 */
export function listShards(context: Context, input: ListInput): object {
  const { stream, after, filter } = input.NextToken === undefined ? first(context, input) : next(context, input);
  const now = context.now();
  const horizon = Math.max(trimHorizon(stream.state, now), stream.state.createdAt);
  const shards = liveShards(stream.state, now).filter((each) => each.id > after && passesFilter(each, filter, horizon));
  const page = shards.slice(0, Math.min(input.MaxResults ?? mostShards, mostShards));
  const last = page.at(-1);
  const more = last !== undefined && page.length < shards.length;
  return {
    Shards: page.map(describeShard),
    ...(more ? { NextToken: sealPage('shards', { stream: stream.state.id, after: last.id, filter }, now) } : {}),
  };
}

function first(context: Context, input: ListInput): Listing {
  const { ShardFilter: asked, ExclusiveStartShardId = '', StreamCreationTimestamp: created } = input;
  const stream = findReadyStream(context, input);
  const { name, account, createdAt } = stream.state;
  if (created !== undefined && Math.floor(created / 1000) !== Math.floor(createdAt / 1000)) {
    throw streamNotFound(name, account);
  }
  const filter: ShardFilter = {
    type: asked?.Type ?? 'FROM_TRIM_HORIZON',
    ...(asked?.ShardId === undefined ? {} : { shardId: asked.ShardId }),
    ...(asked?.Timestamp === undefined ? {} : { timestamp: asked.Timestamp }),
  };
  checkFilter(filter, ExclusiveStartShardId);
  return { stream, after: ExclusiveStartShardId, filter };
}

function next(context: Context, input: ListInput): Listing {
  const { NextToken = '', StreamName, StreamARN, StreamCreationTimestamp, ExclusiveStartShardId, ShardFilter } = input;
  const others = { StreamName, StreamARN, StreamCreationTimestamp, ExclusiveStartShardId, ShardFilter };
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined) throw invalidArgument(`NextToken and ${name} cannot be provided together.`);
  }
  const page = openPage('shards', NextToken, context.now());
  const stream = context.store.byId(page.stream);
  if (stream === undefined) throw invalidArgument('The stream of this NextToken is not there any more.');
  return { stream, after: page.after, filter: page.filter ?? { type: 'FROM_TRIM_HORIZON' } };
}

function checkFilter({ type, shardId, timestamp }: ShardFilter, start: string): void {
  const takesShard = type === 'AFTER_SHARD_ID';
  const takesTime = type === 'AT_TIMESTAMP' || type === 'FROM_TIMESTAMP';
  if (takesShard !== (shardId !== undefined)) {
    throw invalidArgument(`ShardId must ${takesShard ? '' : 'not '}be given in a ShardFilter of type ${type}.`);
  }
  if (takesTime !== (timestamp !== undefined)) {
    throw invalidArgument(`Timestamp must ${takesTime ? '' : 'not '}be given in a ShardFilter of type ${type}.`);
  }
  if (takesShard && start !== '')
    throw invalidArgument('Give ExclusiveStartShardId or a ShardFilter with a ShardId, not both.');
}
