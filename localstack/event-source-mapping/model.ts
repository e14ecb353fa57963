/**
 * What an event source mapping is made of: its settings, the records it hands over, and how far it has come.
 * All of it is plain data: settings, records and progress survive `JSON.stringify`. Times are milliseconds since 1970.
 * @packageDocumentation
 */

/** What JSON can say. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** The two kinds of stream whose mappings have shards. */
export type StreamKind = 'kinesis' | 'dynamodb';

/**
 * Where a mapping begins that has no progress yet. `AT_TIMESTAMP` is for Kinesis alone.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export type StartingPosition =
  | { readonly type: 'TRIM_HORIZON' }
  | { readonly type: 'LATEST' }
  | { readonly type: 'AT_TIMESTAMP'; readonly at: number };

/** Where records go that are given up. */
export interface Destination {
  readonly service: 'sqs' | 'sns' | 's3';
  readonly arn: string;
}

/**
 * A mapping's settings, validated and with AWS's defaults filled in; made by `readSettings`.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
 */
export interface MappingSettings {
  readonly uuid: string;
  readonly source: StreamKind;
  /** Stream, or registered consumer of a Kinesis stream. */
  readonly eventSourceArn: string;
  /** Function, version or alias. */
  readonly functionArn: string;
  /** Records an invocation: 1 to 10,000. @default 100 */
  readonly batchSize: number;
  /** How long records are gathered, 0 to 300,000 ms. @default 0: at once, with what is there */
  readonly batchingWindowMs: number;
  /** Invocations at once per shard: 1 to 10. @default 1 */
  readonly parallelizationFactor: number;
  readonly startingPosition: StartingPosition;
  /** Whether the response's `batchItemFailures` count. @default false */
  readonly reportBatchItemFailures: boolean;
  /** Whether a batch that failed is halved. @default false */
  readonly bisectBatchOnFunctionError: boolean;
  /** Retries after the first attempt: 0 to 10,000; −1: until the record is gone. @default -1 */
  readonly maximumRetryAttempts: number;
  /** 60,000 to 604,800,000 ms; −1: no limit. @default -1 */
  readonly maximumRecordAgeMs: number;
  /** Up to 900,000 ms; 0: no windows. Needs a parallelization factor of 1. @default 0 */
  readonly tumblingWindowMs: number;
  readonly onFailure: Destination | undefined;
  /** Whether it counts events for CloudWatch (`MetricsConfig`: `EventCount`). @default false */
  readonly countsEvents: boolean;
  /** Parsed patterns, of which one must match; none: everything matches. */
  readonly filters: readonly JsonObject[];
}

/** A record of a shard, as the machine takes it; made by `kinesisRecord` and `dynamodbRecord`. */
export interface StreamRecord {
  /** Decimal digits; greater is later (compare as BigInt). */
  readonly sequenceNumber: string;
  /** What keeps its order when a shard is worked on in parallel: Kinesis's partition key, DynamoDB's item key. */
  readonly partitionKey: string;
  /** When it came into the stream. */
  readonly arrivedAt: number;
  /** How it looks in the event's `Records`. */
  readonly event: JsonObject;
  /** Bytes of `event` as JSON in UTF-8. */
  readonly bytes: number;
}

/** A place in a shard, always between two records. */
export type Position =
  | { readonly type: 'trim-horizon' }
  /** Before the first record that came at this time or later. */
  | { readonly type: 'timestamp'; readonly at: number }
  /** Behind the record with this sequence number. */
  | { readonly type: 'after'; readonly sequenceNumber: string };

/** A tumbling window that has begun: `[start, end)`. */
export interface OpenWindow {
  readonly start: number;
  readonly end: number;
  /** What the function returned last; `{}` at first. */
  readonly state: JsonObject;
}

/**
 * How far a shard has come: everything at or before `position` is handled, filtered out or given up. A few hundred bytes
 * (with a tumbling window, up to 1 MB of state more). Stored by the caller whenever the machine says `checkpoint`.
 */
export interface ShardCheckpoint {
  readonly version: 1;
  readonly position: Position;
  /** The shard was closed, and all of it is done: its children may begin. */
  readonly finished: boolean;
  /** The window that `position` lies in. */
  readonly window?: OpenWindow;
  /** No window starts before this: the end of the last one that was closed. */
  readonly windowFloor?: number;
}

/** Progress of a whole mapping, a checkpoint for every shard it has met. */
export interface MappingProgress {
  readonly version: 1;
  readonly shards: { readonly [shardId: string]: ShardCheckpoint };
  /** `startsAt` of those shards, where it is known: shards of a stream that was deleted and made anew have the same ids. */
  readonly starts?: { readonly [shardId: string]: string };
}

/** A shard as `ListShards` or `DescribeStream` tells of it. */
export interface ShardDescription {
  readonly shardId: string;
  /** None, one (split), or two (merge), also those that are no longer listed. */
  readonly parentIds: readonly string[];
  /** Whether it has an ending sequence number. */
  readonly closed: boolean;
  /**
   * Its starting sequence number, which never changes. For streams that can be deleted and made anew under the same ARN, as
   * those of Kinesis: their old checkpoints count no more.
   */
  readonly startsAt?: string | undefined;
}

/** What a status display wants to know of a shard. */
export interface ShardStatus {
  readonly shardId: string;
  /** The last position done. */
  readonly position: Position;
  /** How far the last read was behind the stream's tip; undefined before the first one. */
  readonly behindMs: number | undefined;
  /** Records read and not done yet. */
  readonly open: number;
  /** Invocations under way. */
  readonly invoking: number;
  /** `unreadable`: the last read brought no answer; `retrying`: a batch or its message to the destination failed. */
  readonly state: 'running' | 'unreadable' | 'retrying' | 'stopped' | 'finished';
}
