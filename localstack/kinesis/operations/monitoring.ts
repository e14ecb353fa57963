import type { Input } from '../api/inputs.ts';
import { shardLevelMetrics } from '../api/shapes.ts';
import { streamArn } from '../streams/arn.ts';
import { type Context, findActiveStream } from './context.ts';

type MonitoringInput = Input<'EnableEnhancedMonitoring'>;

const everyMetric: readonly string[] = shardLevelMetrics.member.values.filter((name) => name !== 'ALL');

/** Turns shard-level metrics on. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_EnableEnhancedMonitoring.html */
export function enableEnhancedMonitoring(context: Context, input: MonitoringInput): Promise<object> {
  return change(context, input, (current, named) =>
    everyMetric.filter((name) => [...current, ...named].includes(name)),
  );
}

/** Turns shard-level metrics off. */
export function disableEnhancedMonitoring(context: Context, input: MonitoringInput): Promise<object> {
  return change(context, input, (current, named) => current.filter((name) => !named.includes(name)));
}

async function change(
  context: Context,
  input: MonitoringInput,
  next: (current: readonly string[], named: readonly string[]) => readonly string[],
): Promise<object> {
  const stream = findActiveStream(context, input);
  const current = stream.state.monitoring;
  const named = input.ShardLevelMetrics.includes('ALL') ? everyMetric : input.ShardLevelMetrics;
  const { monitoring } = await stream.change((state) => ({ ...state, monitoring: next(state.monitoring, named) }));
  stream.pass('UPDATING', context.now() + context.transitionMs);
  return {
    StreamName: stream.state.name,
    CurrentShardLevelMetrics: current,
    DesiredShardLevelMetrics: monitoring,
    StreamARN: streamArn(stream.state),
  };
}
