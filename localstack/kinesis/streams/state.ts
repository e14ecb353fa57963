import type { Shard } from '../shards/shard.ts';

/** Whose stream it is, and where. */
export interface Caller {
  /** 12 digits. */
  readonly account: string;
  /** For example `us-east-1`. */
  readonly region: string;
}

/** A registered consumer. */
export interface Consumer {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a stream's file keeps: all of it but the records. Times are epoch milliseconds. */
export interface StreamState extends Caller {
  /** Name of the stream's folder, another for each stream that was ever made. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly mode: 'PROVISIONED' | 'ON_DEMAND';
  /** From 24 to 8760. */
  readonly retentionHours: number;
  /** Open and closed ones, by number. */
  readonly shards: readonly Shard[];
  /** The KMS key while the stream is encrypted. */
  readonly keyId?: string;
  /** Names of shard-level metrics. */
  readonly monitoring: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly consumers: readonly Consumer[];
  /** Largest record with its key. From 1024 to 10240. Unit: KiB. */
  readonly maxRecordSizeKiB: number;
  /** The resource policies, a JSON text each, by ARN: the stream's own and those of its consumers. */
  readonly policies: Readonly<Record<string, string>>;
  /** When the shard count was updated, within the last 24 h. */
  readonly scalings: readonly number[];
  /** When the mode was changed, within the last 24 h. */
  readonly modeSwitches: readonly number[];
  /** Its deletion was acknowledged. */
  readonly deleted: boolean;
}

/** What changes when a stream is made. */
export interface NewStream extends Caller {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly mode: StreamState['mode'];
  readonly shards: readonly Shard[];
  readonly tags: Readonly<Record<string, string>>;
  readonly maxRecordSizeKiB: number;
}

/** A stream as AWS makes it: 24 h of retention, no encryption, no shard-level metrics. */
export function newStream(stream: NewStream): StreamState {
  return {
    ...stream,
    retentionHours: 24,
    monitoring: [],
    consumers: [],
    policies: {},
    scalings: [],
    modeSwitches: [],
    deleted: false,
  };
}

/** Earliest arrival that can still be read. Epoch milliseconds. */
export function trimHorizon(state: StreamState, now: number): number {
  return now - state.retentionHours * 3_600_000;
}

/** Those of the times that lie within the last 24 h: what daily limits count. @param now epoch milliseconds */
export function withinDay(times: readonly number[], now: number): number[] {
  return times.filter((time) => time > now - 24 * 3_600_000);
}

/** Shards that are open, or closed for less than the retention period; the others have expired. */
export function liveShards(state: StreamState, now: number): Shard[] {
  const horizon = trimHorizon(state, now);
  return state.shards.filter(({ closedAt }) => closedAt === undefined || closedAt >= horizon);
}
