import type { Node } from 'constructs';
import { didYouMean } from '../core/did-you-mean.ts';
import type { StreamSettings } from '../core/pipeline.ts';
import { isStreamMode, type StreamCapacity, shardCount, streamCapacity } from '../core/stream-capacity.ts';

type Context = Pick<Node, 'tryGetContext'>;

const settings = {
  mode: 'provisioned (so many shards, paid by the hour) or on-demand (as many as it takes, paid by the GB)',
  shards: 'open shards of a provisioned stream, 1 to 500; at most double and at least half of what it has',
  fanOut: 'consumers that get 2 MB/s a shard of their own (enhanced fan-out), separated by commas, or all',
} as const;

/** The context keys of the streams of pipelines, such as `sensors.shards`, and what each says. */
export function streamContextKeys(pipelines: readonly { readonly name: string }[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pipelines.flatMap(({ name }) => Object.entries(settings).map(([setting, says]) => [`${name}.${setting}`, says])),
  );
}

/**
 * What the context keys `<pipeline>.mode` and `<pipeline>.shards` say, each by itself.
 *
 * @throws {RangeError} naming the key, what it may be and the value received
 */
export function capacityContext(node: Context, pipeline: string): Partial<StreamCapacity> {
  const mode = given(node, pipeline, 'mode');
  const shards = given(node, pipeline, 'shards');
  if (mode !== undefined && !isStreamMode(mode)) {
    throw new RangeError(`Context "${pipeline}.mode" must be provisioned or on-demand (received "${mode}")`);
  }
  return {
    ...(mode !== undefined && { mode }),
    ...(shards !== undefined && { shards: shardCount(`Context "${pipeline}.shards"`, shards) }),
  };
}

/**
 * How much a deployment wants a pipeline's stream to take: what the pipeline declares, but for what context says.
 *
 * A stream that was on-demand has as many shards as Kinesis has made, and CloudFormation changes their number to the one that
 * it is told; so a change of the mode to provisioned has to say how many.
 *
 * @throws {RangeError} naming the key, what it may be and the value received
 */
export function deployedCapacity(node: Context, pipeline: string, declared: StreamSettings): StreamCapacity {
  const asked = capacityContext(node, pipeline);
  const mode = asked.mode ?? declared.mode;
  if (mode === 'provisioned' && (asked.shards ?? declared.shards) === undefined) {
    throw new RangeError(
      `Context "${pipeline}.mode" is provisioned and the pipeline is declared on-demand: say with "${pipeline}.shards" how many ` +
        'shards it gets, at least half and at most double of those that it has now (caudal status)',
    );
  }
  const shards = asked.shards ?? (mode === 'provisioned' ? declared.shards : undefined);
  return streamCapacity(`Context "${pipeline}.mode"`, `Context "${pipeline}.shards"`, {
    mode,
    ...(shards !== undefined && { shards }),
  });
}

/**
 * The consumers that a deployment wants to read by enhanced fan-out: those that the context key `<pipeline>.fanOut` names.
 *
 * @param consumers all that the pipeline has, such as `ingest`
 * @throws {RangeError} naming the key, the consumers there are and the value received
 */
export function fanOutConsumers(node: Context, pipeline: string, consumers: readonly string[]): ReadonlySet<string> {
  const text = given(node, pipeline, 'fanOut');
  if (text === undefined) return new Set();
  if (text === 'all') return new Set(consumers);
  const asked = text.split(',').map((name) => name.trim());
  const stranger = asked.find((name) => !consumers.includes(name));
  if (stranger === undefined) return new Set(asked);
  throw new RangeError(
    `Context "${pipeline}.fanOut" must be consumers of ${pipeline}, separated by commas, or all; there are: ` +
      `${consumers.join(', ')} (received "${stranger}").${didYouMean(stranger, consumers)}`,
  );
}

function given(node: Context, pipeline: string, setting: keyof typeof settings): string | undefined {
  const value: unknown = node.tryGetContext(`${pipeline}.${setting}`);
  return value === undefined ? undefined : String(value);
}
