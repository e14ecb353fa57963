import { Annotations, Duration } from 'aws-cdk-lib';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { StartingPosition } from '../../core/consumer.ts';
import { MAX_RECORD_AGE_HOURS } from '../../core/record-age.ts';
import { FailedBatches } from './failed-batches.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import { requireWhole } from './ranges.ts';

/** Retries without a limit: age ends them, since a count would empty the stream into the bucket during an outage. */
const RETRY_UNTIL_TOO_OLD = -1;

export interface BatchConsumerProps {
  /** Function that gets the batches. It answers with `batchItemFailures`. */
  readonly consumer: PipelineFunction;
  /** Stream that is read. */
  readonly stream: kinesis.IStream;
  /** Open shards of the stream, each of which invokes the function on its own. @default not known, as of a stream on demand */
  readonly shards?: number | undefined;
  /** How long the stream keeps a record, in hours; longer than `maxRecordAgeHours`. */
  readonly retentionHours: number;
  /** Bucket of the batches that are given up. */
  readonly failedBatches: s3.Bucket;
  /** Age at which a record that keeps failing is given up, in hours, 1 to 168. @default 12 */
  readonly maxRecordAgeHours?: number;
  /** Records a batch at the most, 1 to 10,000. @default 500 */
  readonly batchSize?: number;
  /** How long records are gathered before the function is invoked, in seconds, 0 to 300. @default 0 */
  readonly batchingWindowSeconds?: number;
  /** Where the mapping begins when it is made; a change makes a new one. @default 'TRIM_HORIZON' */
  readonly startingPosition?: StartingPosition;
  /** Whether the mapping reads after the deployment. @default true */
  readonly enabled?: boolean;
  /**
   * Has the function read by enhanced fan-out: the name under which it is registered with the stream, 1 to 128 characters of
   * `a-zA-Z0-9_.-`. It then has 2 MB/s a shard of its own, pushed to it. A change makes a new mapping, which begins anew.
   * @default it shares the 2 MB/s and the five reads a second of each shard with all others that are not registered
   * @see https://docs.aws.amazon.com/streams/latest/dev/enhanced-consumers.html
   */
  readonly fanOutAs?: string | undefined;
}

/**
 * Feeds a function from a stream so that no record is lost on the way: from the oldest record on (or from where it is said),
 * one batch of a shard at a time, from the first failed record again until it is too old, halving a batch that kills the process; and what is given up
 * lands whole in a bucket.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
 */
export class BatchConsumer extends Construct {
  readonly mapping: lambda.EventSourceMapping;

  /** @throws {RangeError} for a value out of range, or a retention that is not longer than the record age */
  constructor(scope: Construct, id: string, props: BatchConsumerProps) {
    super(scope, id);
    const maxRecordAgeHours = requireWhole(
      'maxRecordAgeHours',
      props.maxRecordAgeHours ?? MAX_RECORD_AGE_HOURS,
      1,
      168,
    );
    requireLongerRetention(props.retentionHours, maxRecordAgeHours);
    const { consumer, stream } = props;
    consumer.allow(
      [
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
      ],
      [stream.streamArn],
    );
    this.mapping = new lambda.EventSourceMapping(this, 'Mapping', {
      target: consumer.function,
      eventSourceArn: props.fanOutAs === undefined ? stream.streamArn : this.#register(props, props.fanOutAs),
      enabled: props.enabled ?? true,
      ...beginning(props.startingPosition ?? 'TRIM_HORIZON'),
      batchSize: requireWhole('batchSize', props.batchSize ?? 500, 1, 10_000),
      maxBatchingWindow: Duration.seconds(
        requireWhole('batchingWindowSeconds', props.batchingWindowSeconds ?? 0, 0, 300),
      ),
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: RETRY_UNTIL_TOO_OLD,
      maxRecordAge: Duration.hours(maxRecordAgeHours),
      parallelizationFactor: 1,
      onFailure: new FailedBatches(props.failedBatches, consumer),
      // So that an alarm can tell that records were given up.
      metricsConfig: { metrics: [lambda.MetricType.EVENT_COUNT] },
    });
    this.mapping.node.addDependency(consumer.role);
    consumer.withoutDeadLetters(
      'Invoked by its mapping, which puts what it gives up into the bucket of failed batches',
    );
    warnOfThrottling(consumer, props.shards ?? 0);
  }

  /**
   * Registers the function as a consumer of the stream, which is then the source of the mapping. What Lambda asks of the
   * stream it still asks.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
   */
  #register({ consumer, stream }: BatchConsumerProps, streamConsumerName: string): string {
    const registered = new kinesis.StreamConsumer(this, 'FanOut', { streamConsumerName, stream });
    consumer.allow(['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'], [registered.streamConsumerArn]);
    return registered.streamConsumerArn;
  }
}

/** Said, not refused: it loses nothing, and is how one spares a store. */
function warnOfThrottling({ shortName, function: fn, reservedConcurrency }: PipelineFunction, shards: number): void {
  if (reservedConcurrency === undefined || reservedConcurrency >= shards) return;
  Annotations.of(fn).addWarningV2(
    'caudal:throttled-shards',
    `${shortName} has a reserved concurrency of ${reservedConcurrency} for ${shards} shards: some shards wait while others are read`,
  );
}

function beginning(position: StartingPosition) {
  if (typeof position === 'string') return { startingPosition: lambda.StartingPosition[position] };
  const startingPositionTimestamp = Date.parse(position.timestamp) / 1000;
  return { startingPosition: lambda.StartingPosition.AT_TIMESTAMP, startingPositionTimestamp };
}

function requireLongerRetention(retentionHours: number, maxRecordAgeHours: number): void {
  if (retentionHours > maxRecordAgeHours) return;
  throw new RangeError(
    `retentionHours must be over maxRecordAgeHours, ${maxRecordAgeHours} (received ${retentionHours}): ` +
      'the stream would drop records that the mapping still tries',
  );
}
