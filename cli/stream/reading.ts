import type { StreamShard } from './shards.ts';

/** Where to begin in a shard: at its oldest record, at what arrived since an instant, or at a record. */
export type ShardStart =
  | { readonly type: 'TRIM_HORIZON' }
  | { readonly type: 'AT_TIMESTAMP'; readonly at: Date }
  | { readonly type: 'AT_SEQUENCE_NUMBER'; readonly sequence: string };

/** What to read of a stream. */
export interface StreamReading {
  readonly stream: string;
  /** Which shards. @default all */
  readonly includes?: ((shard: StreamShard) => boolean) | undefined;
  /** Where to begin in the shards that are there now; one that comes later is read whole. */
  readonly start: ShardStart;
  /** When the newest record may have arrived, in milliseconds since the epoch. @default no end */
  readonly until?: number | undefined;
  /** Waits at the newest record for what comes, until the signal. */
  readonly follow: boolean;
}
