import type { Input } from '../api/inputs.ts';
import { KinesisError } from '../errors.ts';
import { isOpen } from '../shards/shard.ts';
import type { Context } from './context.ts';

/** Streams in on-demand mode. https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
export const onDemandStreamLimit = 50;

/** Regions with the larger default quota of open shards. */
const largeRegions = ['us-east-1', 'us-west-2', 'eu-west-1'];

function shardLimit(region: string): number {
  return largeRegions.includes(region) ? 500 : 200;
}

/** How many shards the account has in provisioned streams, and may have. */
export function describeLimits(context: Context, _input: Input<'DescribeLimits'>): object {
  const { caller, store } = context;
  return {
    ShardLimit: shardLimit(caller.region),
    OpenShardCount: openShardCount(context),
    OnDemandStreamCount: store.list(caller).filter(({ state }) => state.mode === 'ON_DEMAND').length,
    OnDemandStreamCountLimit: onDemandStreamLimit,
  };
}

/** @throws {KinesisError} LimitExceededException when the account would have more open shards than it may */
export function checkShardLimit(context: Context, added: number): void {
  const { account, region } = context.caller;
  const current = openShardCount(context);
  const limit = shardLimit(region);
  if (current + added <= limit) return;
  throw new KinesisError(
    'LimitExceededException',
    `This request would exceed the shard limit for the account ${account} in ${region}. Current shard count for the account: ${current}. Limit: ${limit}. Number of additional shards that would have resulted from this request: ${added}. Refer to the AWS Service Limits page (https://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.`,
  );
}

function openShardCount({ store, caller }: Context): number {
  return store
    .list(caller)
    .filter(({ state }) => state.mode === 'PROVISIONED')
    .reduce((sum, { state }) => sum + state.shards.filter(isOpen).length, 0);
}
