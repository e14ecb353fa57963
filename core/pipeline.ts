import type { TObject } from 'typebox';
import type { Analysis } from './analysis/analysis.ts';
import type { EventGenerator } from './producer/generator.ts';
import type { PullSource } from './pull/pull-source.ts';
import type { Reason } from './reason.ts';
import type { VersionSettings } from './schema/versions.ts';
import type { Position } from './source.ts';
import type { Row, Table } from './table.ts';
import type { WireFormat } from './wire.ts';

/**
 * Who decides how many shards a stream has: its owner, who pays by the shard-hour, or Kinesis, which is paid by the GB.
 * @see https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html
 */
export type StreamMode = 'provisioned' | 'on-demand';

/** The stream that a pipeline reads. */
export interface StreamSettings {
  /** Name of the stream, 1 to 128 characters of `a-zA-Z0-9_.-`. */
  readonly name: string;
  /** @default 'provisioned' */
  readonly mode: StreamMode;
  /** Open shards of a provisioned stream, 1 to 500; an on-demand stream has none to be set. @default 1 */
  readonly shards?: number;
  /**
   * How long the stream keeps a record, in hours, 24 to 8,760. Longer than the 12 h after which the mapping gives a
   * record up, or an outage would lose it.
   * @default 24
   */
  readonly retentionHours: number;
}

/** How the ingest function reads the stream. */
export interface IngestSettings {
  /** Records a batch at the most, 1 to 10,000. @default 500 */
  readonly batchSize: number;
  /** How long the mapping gathers records before it invokes, in seconds, 0 to 300. @default 0 */
  readonly batchingWindowSeconds: number;
  /** Memory of the function, in MB, 128 to 10,240. @default 512 */
  readonly memoryMb: number;
  /** Time-out of the function, in seconds, 1 to 900. @default 60 */
  readonly timeoutSeconds: number;
  /** Reserved concurrency, 1 to 1,000. @default none: a new account has ten in all */
  readonly reservedConcurrency?: number;
}

/** What a check may know beside the event. It has no clock: "now" is when the record reached the stream. */
export interface ArrivalContext {
  /** Milliseconds since the epoch. */
  readonly arrivedAt: number;
}

/**
 * What normalising may know beside the payload: the same at every try of the record. An event that brings no id or time of
 * its own takes them from here, as a Kafka consumer takes offset and message time.
 */
export interface RecordContext extends ArrivalContext {
  readonly position: Position;
}

/** A table and how an event becomes a row of it. */
export interface Projection<E> {
  readonly table: Table;
  toRow(event: E): Row;
  /**
   * For a table that takes client timestamps: the write's, in microseconds since the epoch; undefined: no row. Keyspaces
   * takes none older than two days. @default none: the table takes none
   */
  timestamp?(event: E, arrivedAt: number): bigint | undefined;
}

/** The table of record: keyed by the event's id, and a row turns back into the event, which is how the ledger compares. */
export interface RecordTable<E> extends Omit<Projection<E>, 'timestamp'> {
  toEvent(row: Row): E;
}

/** What `ops.latest_values` shows of an event. */
export interface LatestValue<E> {
  /** What the value is the latest of: a device, a user. */
  key(event: E): string;
  /** Values worth showing, by name. */
  values(event: E): Readonly<Record<string, string | number | boolean>>;
}

/**
 * A pipeline: what flows, declared once. Infrastructure, functions, producer, ledger and command line read it.
 * Made by {@link definePipeline}, which fills defaults in and refuses values out of range.
 */
export interface Pipeline<E = unknown> extends VersionSettings {
  /** Lower-case letters, digits and hyphens, 2 to 20; part of every name. */
  readonly name: string;
  readonly description: string;
  readonly stream: StreamSettings;
  readonly ingest: IngestSettings;
  /** What payloads may be. @default ['json'] */
  readonly wire: readonly WireFormat[];
  /** JSON Schema (TypeBox) of a normalised event. */
  readonly schema: TObject;
  /** Total: turns what it can into normal form, leaves the rest as it is for the schema to judge. Never throws on data. */
  normalise(raw: Readonly<Record<string, unknown>>, context: RecordContext): Record<string, unknown>;
  /** Rules that JSON Schema can't say: every reason against the event. Asked only about events that the schema takes. */
  check(event: E, context: ArrivalContext): readonly Reason[];
  /** The event's own id: the key that makes writes idempotent. */
  id(event: E): string;
  /** Event time, in milliseconds since the epoch. */
  eventTime(event: E): number;
  /** Partition key in the stream: events of one key keep their order. */
  partitionKey(event: E): string;
  readonly latest: LatestValue<E>;
  /**
   * Fields of the schema that say something about a person. They are stored as they are, and masked wherever a value is shown
   * or logged: latest values, texts of windows, values and messages of alerts, reasons of rejections, the command line. Not
   * masked are keys (a partition key, the key of `latest` and the group of a window must not be personal) and what a decider
   * gives as its reasons. @default [] none
   */
  readonly personal?: readonly string[];
  readonly record: RecordTable<E>;
  /** Further tables, one a question. */
  readonly queries: readonly Projection<E>[];
  /** Windows, rules, alerts. @default none: no analyze function */
  readonly analysis?: Analysis<E>;
  /** How test data is made. @default none: nothing can be produced, only sent */
  readonly generator?: EventGenerator<E>;
  /** Where records are fetched from at an interval. @default none: no fetch function, records are sent by others */
  readonly pull?: PullSource;
}
