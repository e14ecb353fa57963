import type { Pipeline } from './pipeline.ts';
import type { Position } from './source.ts';

/** An event as a consumer is handed it: judged as ingest does, and where it stands. */
export interface ConsumedEvent<E> {
  readonly event: E;
  /** The event's own id. An event that was sent twice comes twice. */
  readonly id: string;
  /** The same at every delivery of this record, so what is written by it is written once, however often it comes. */
  readonly position: Position;
  readonly partitionKey: string;
  /** When the stream took the record, in milliseconds since the epoch. */
  readonly arrivedAt: number;
}

/** Events of one shard, in its order; at least one. */
export type ConsumedEvents<E> = readonly [ConsumedEvent<E>, ...ConsumedEvent<E>[]];

/** What a consumer is given beside the events. */
export interface ConsumeContext<E> {
  /**
   * Says that this event and all before it are finished. If handling fails after that, the stream delivers from the next one
   * on, and not the whole batch again.
   * @throws {RangeError} for an event that is not of this batch
   */
  done(through: ConsumedEvent<E>): void;
}

/** The right to do these actions on these resources, as IAM names them. */
export interface Permission {
  /** Each a service and an action, such as `s3:PutObject`: no wildcard. */
  readonly actions: readonly string[];
  /** ARNs; a wildcard may stand at the end of one, behind the name of a resource. */
  readonly resources: readonly string[];
}

/** ARNs in the account and region of the deployment. */
export interface Arns {
  /** The operations bucket. Objects in a folder of it: `${operationsBucket}/<folder>/*`. */
  readonly operationsBucket: string;
  /** @param resource such as `queue-name` of `sqs`, or `table/orders` of `dynamodb` */
  of(service: string, resource: string): string;
}

/**
 * Where in the stream a consumer begins when it is deployed for the first time; from then on it goes on where it was. A change
 * makes a new mapping, which begins anew.
 *
 * - `TRIM_HORIZON`: with the oldest record that the stream still has.
 * - `{ timestamp }`: with the first that arrived at that instant or later, ISO 8601, not in the future.
 * - `LATEST`: with what comes once Lambda has begun to read. That takes up to minutes after the deployment, and what comes in
 *   them is missed; a timestamp of a moment before the deployment misses nothing.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
 */
export type StartingPosition = 'TRIM_HORIZON' | 'LATEST' | { readonly timestamp: string };

/**
 * A further reader of a pipeline's stream: a function `caudal-<pipeline>-<name>` with a mapping of its own, which waits for no
 * other reader and keeps none waiting. Made by `defineConsumer`, in `consumers/<pipeline>-<name>.ts`.
 */
export interface Consumer<E = unknown> {
  /** 2 to 20 lower-case letters, digits and hyphens, the first a letter; unique in its pipeline. */
  readonly name: string;
  readonly description: string;
  readonly pipeline: Pipeline<E>;
  readonly startingPosition: StartingPosition;
  /** Records a batch at the most, 1 to 10,000. */
  readonly batchSize: number;
  /** How long the mapping gathers records before it invokes, in seconds, 0 to 300. */
  readonly batchingWindowSeconds: number;
  /** Memory of the function, in MB, 128 to 10,240. */
  readonly memoryMb: number;
  /** Time-out of the function, in seconds, 1 to 900. */
  readonly timeoutSeconds: number;
  /** All that the function may do beside reading the stream, logging, and leaving failed batches in the operations bucket. */
  permissions(arns: Arns): readonly Permission[];
  /**
   * Does what the consumer is for. Delivery is at least once: after a failure, a time-out or a crash events come again, and
   * batches may be cut differently then. What it throws fails the batch from the first event on that is not
   * {@link ConsumeContext.done}; the stream delivers from there again, until the events are 12 hours old. Then the batch goes to
   * the operations bucket.
   */
  handle(events: ConsumedEvents<E>, context: ConsumeContext<E>): Promise<void>;
}

/** A consumer as its author writes it. */
export interface ConsumerDefinition<E>
  extends Pick<Consumer<E>, 'name' | 'pipeline' | 'handle'>,
    Partial<Omit<Consumer<E>, 'name' | 'pipeline' | 'handle'>> {
  /** @default 'Reads <stream>: <name>' */
  readonly description?: string;
  /** @default 'TRIM_HORIZON', so that none that the stream still has is missed */
  readonly startingPosition?: StartingPosition;
  /** @default 500 */
  readonly batchSize?: number;
  /** @default 0 */
  readonly batchingWindowSeconds?: number;
  /** @default 512 */
  readonly memoryMb?: number;
  /** @default 60 */
  readonly timeoutSeconds?: number;
  /** @default none: it may write to no table, bucket or queue */
  permissions?(arns: Arns): readonly Permission[];
}
