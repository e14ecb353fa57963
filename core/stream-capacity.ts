import type { StreamMode, StreamSettings } from './pipeline.ts';
import { whole, wholeText } from './settings.ts';
import { show } from './show.ts';

/** How much a stream can take: so many shards, or what Kinesis makes of it. */
export type StreamCapacity = Pick<StreamSettings, 'mode' | 'shards'>;

/** Shards that a stream may be given: half of what the smallest region gives an account (1,000), so that there may be others. */
const MOST_SHARDS = 500;

const modes: readonly StreamMode[] = ['provisioned', 'on-demand'];

/** Whether a text names a mode. */
export function isStreamMode(text: string): text is StreamMode {
  return (modes as readonly string[]).includes(text);
}

/**
 * A number of shards in its range, also from a text.
 * @throws {RangeError} naming the setting, its range and the value received
 */
export function shardCount(setting: string, shards: number | string): number {
  return typeof shards === 'string'
    ? wholeText(setting, shards, 1, MOST_SHARDS)
    : whole(setting, shards, 1, MOST_SHARDS);
}

/**
 * Holds a mode and a number of shards against each other: a provisioned stream has one shard unless told otherwise, and an
 * on-demand one is given none, since Kinesis would overlook the number.
 *
 * @param modeName name of the setting that says the mode, for errors
 * @param shardsName the same of the number of shards
 * @throws {RangeError} naming the setting, what it may be and the value received
 */
export function streamCapacity(modeName: string, shardsName: string, asked: StreamCapacity): StreamCapacity {
  const { mode, shards } = asked;
  if (!isStreamMode(mode)) {
    throw new RangeError(`${modeName} must be ${modes.join(' or ')} (received ${show(mode)})`);
  }
  if (mode === 'provisioned') return { mode, shards: shardCount(shardsName, shards ?? 1) };
  if (shards === undefined) return { mode };
  throw new RangeError(
    `${shardsName} goes with a provisioned stream alone: Kinesis decides how many an on-demand one has (received ${shards}); ` +
      `leave it out, or set ${modeName} to provisioned`,
  );
}
