import type { MappingSettings, OpenWindow, Position, ShardCheckpoint, StreamRecord } from '../model.ts';
import type { Discard } from '../protocol.ts';

/** A record that is read and not done. */
export interface Pending {
  readonly record: StreamRecord;
  /** The place before it in the shard: where to go on if it is the first that is not done. */
  readonly previous: Position;
  /** Counts the records of a shard in the order in which they were read. */
  readonly order: number;
  readonly receivedAt: number;
}

/** Records that are handed over together, or, with none, the end of a tumbling window. */
export interface Batch {
  readonly purpose: 'records' | 'window-end' | 'window-overflow';
  readonly records: readonly Pending[];
  /** Failed attempts that count against the maximum. */
  readonly attempts: number;
  /** Times that the function was run with these records. */
  readonly invocations: number;
  /** Failures in a row, throttles included: what the back-off grows with. */
  readonly failures: number;
  readonly lastFailure: Discard['lastFailure'];
}

/** What a lane is doing with the first batch of its work. */
export type Activity =
  | { readonly type: 'idle' }
  | { readonly type: 'invoking'; readonly id: string }
  | { readonly type: 'waiting'; readonly until: number }
  | { readonly type: 'delivering'; readonly id: string; readonly delivery: Delivery }
  | { readonly type: 'redelivering'; readonly until: number; readonly delivery: Delivery };

/** Records on their way to the destination. */
export interface Delivery {
  readonly discard: Discard;
  readonly at: number;
  /** Tries that failed. */
  readonly failures: number;
}

/** One of a shard's orders of work: as many as the parallelization factor. */
export interface Lane {
  /** Batches that have been cut, the first one under way; more than one after a bisect. */
  readonly work: readonly Batch[];
  readonly activity: Activity;
  /** Records that are in no batch yet. */
  readonly queue: readonly Pending[];
  readonly window: OpenWindow | undefined;
  readonly windowFloor: number;
}

/** How the reading of a shard goes. */
export type Reading =
  | { readonly type: 'idle' }
  | { readonly type: 'reading'; readonly since: number }
  | { readonly type: 'waiting'; readonly until: number };

/** All that the machine of a shard knows. Opaque to callers; `shardStatus` tells what they may want to know. */
export interface ShardState {
  readonly settings: MappingSettings;
  readonly shardId: string;
  /** Where the next read begins. */
  readonly position: Position;
  /** Whether the position is where the last answer ended. */
  readonly continues: boolean;
  readonly reading: Reading;
  readonly readFailures: number;
  /** The end of the shard was read. */
  readonly closed: boolean;
  readonly behindMs: number | undefined;
  /** Everything that came into the stream before this time has been read. */
  readonly caughtUpTo: number;
  readonly lanes: readonly Lane[];
  /** Records read so far. */
  readonly order: number;
  /** Ids given so far. */
  readonly ids: number;
  readonly checkpoint: ShardCheckpoint;
  readonly wakeAt: number | undefined;
  readonly result: string;
  readonly phase: 'running' | 'stopping' | 'stopped' | 'finished';
}

/** A batch of new records. */
export function newBatch(purpose: Batch['purpose'], records: readonly Pending[]): Batch {
  return { purpose, records, attempts: 0, invocations: 0, failures: 0, lastFailure: undefined };
}
