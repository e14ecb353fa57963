import type { Pipeline } from '../../core/pipeline.ts';
import type { SourceRecord } from '../../core/source.ts';
import { hashKeyOf } from '../../localstack/kinesis/shards/hash-key.ts';
import { exitCodes, UserError } from '../errors.ts';
import { iso } from '../iso.ts';
import type { StreamReading } from '../stream/reading.ts';
import type { StreamShard } from '../stream/shards.ts';

/** Options of `caudal messages`, read. Times in milliseconds since the epoch. */
export interface MessageOptions {
  readonly fromBeginning?: boolean;
  readonly from?: number;
  readonly position?: string;
  readonly to?: number;
  readonly follow?: boolean;
  readonly limit?: number;
  readonly key?: string;
  readonly shard?: string;
}

/** What is to be read for them. */
export interface MessagePlan {
  readonly reading: StreamReading;
  /** Of what is read, the newest alone, as many as `limit`. */
  readonly isNewest: boolean;
  /** Ends after so many. @default no end */
  readonly limit: number | undefined;
  readonly matches: (record: SourceRecord) => boolean;
}

/** Messages that are shown where nothing says where to begin, nor how many. */
export const DEFAULT_NEWEST = 10;

/**
 * Where to begin and to end, and what to leave out.
 * @throws {UserError} for options that do not go together
 */
export function messagePlan({ stream }: Pick<Pipeline, 'stream'>, options: MessageOptions, now: number): MessagePlan {
  const { follow = false, to, key, shard } = options;
  if (options.position !== undefined && shard === undefined) {
    throw usage('--position needs --shard: a sequence number counts within one shard');
  }
  if (options.from !== undefined && options.from > now) {
    throw usage(`--from must not be in the future (received ${iso(options.from)})`);
  }
  if (options.from !== undefined && to !== undefined && to < options.from) {
    throw usage(`--to must not be before --from (received --from ${iso(options.from)} --to ${iso(to)})`);
  }
  const start = startOf(options, now);
  const isNewest = start === undefined;
  const hashKey = key === undefined ? undefined : hashKeyOf(key);
  return {
    reading: {
      stream: stream.name,
      includes: ({ id, hashKeys }: StreamShard) =>
        (shard === undefined || id === shard) &&
        (hashKey === undefined || (hashKeys.first <= hashKey && hashKey <= hashKeys.last)),
      start: start ?? { type: 'TRIM_HORIZON' },
      // What arrives while it reads would keep it from ever coming to an end.
      until: follow ? undefined : Math.min(to ?? now, now),
      follow,
    },
    isNewest,
    limit: options.limit ?? (isNewest ? DEFAULT_NEWEST : undefined),
    matches: ({ partitionKey }) => key === undefined || partitionKey === key,
  };
}

function startOf(options: MessageOptions, now: number): StreamReading['start'] | undefined {
  if (options.fromBeginning) return { type: 'TRIM_HORIZON' };
  if (options.from !== undefined) return { type: 'AT_TIMESTAMP', at: new Date(options.from) };
  if (options.position !== undefined) return { type: 'AT_SEQUENCE_NUMBER', sequence: options.position };
  // Not LATEST, which each shard would begin at when it is first asked.
  return options.follow ? { type: 'AT_TIMESTAMP', at: new Date(now) } : undefined;
}

function usage(message: string): UserError {
  return new UserError(message, { exitCode: exitCodes.usage });
}
