import { Duration, Stack } from 'aws-cdk-lib';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import type { StreamMode } from '../../core/pipeline.ts';
import { streamCapacity } from '../../core/stream-capacity.ts';
import { namesIn } from '../stage.ts';
import { acknowledge } from './acknowledge.ts';
import { customerKey } from './customer-key.ts';
import { type DataRetention, removalPolicy } from './data-retention.ts';
import { requireWhole } from './ranges.ts';

export interface EventStreamProps extends DataRetention {
  /** Name of the stream as pipelines declare it; with the prefix of the stage 1 to 128 characters of `a-zA-Z0-9_.-`. */
  readonly streamName: string;
  /** @default 'provisioned' */
  readonly mode?: StreamMode;
  /** Open shards of a provisioned stream, 1 to 500. A shard takes 1,000 records or 1 MB a second. @default 1 */
  readonly shards?: number;
  /**
   * How long a record stays, in hours, 24 to 8,760. Over 24 h costs extra on AWS.
   * @default 24
   */
  readonly retentionHours?: number;
}

/**
 * The buffer between producers and consumers: a Kinesis stream, encrypted with the key that AWS manages
 * for Kinesis (`alias/aws/kinesis`, no charge a month). Mode and number of shards may change in place: at most two changes of the mode
 * and ten of the number a day, and no more than double or less than half the open shards at once.
 *
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamMode.html
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html
 */
export class EventStream extends Construct {
  readonly stream: kinesis.Stream;

  /** @throws {RangeError} for a name, a mode, a number of shards or a retention out of range */
  constructor(scope: Construct, id: string, props: EventStreamProps) {
    super(scope, id);
    const streamName = namesIn(this).stream(props.streamName);
    if (!/^[a-zA-Z0-9_.-]{1,128}$/.test(streamName)) {
      throw new RangeError(`streamName must be 1 to 128 characters of a-zA-Z0-9_.- (received "${streamName}")`);
    }
    const { mode, shards } = streamCapacity('mode', 'shards', { ...props, mode: props.mode ?? 'provisioned' });
    const key = customerKey(this);
    this.stream = new kinesis.Stream(this, 'Stream', {
      streamName,
      streamMode: mode === 'provisioned' ? kinesis.StreamMode.PROVISIONED : kinesis.StreamMode.ON_DEMAND,
      ...(shards !== undefined && { shardCount: shards }),
      retentionPeriod: Duration.hours(requireWhole('retentionHours', props.retentionHours ?? 24, 24, 8_760)),
      ...(key === undefined
        ? { encryption: kinesis.StreamEncryption.MANAGED }
        : { encryption: kinesis.StreamEncryption.KMS, encryptionKey: key }),
      removalPolicy: removalPolicy(props),
    });
    if (key !== undefined) acknowledge(this.stream, 'AwsSolutions-KDS3', 'The deployment asks for a key of its own');
  }

  /**
   * The stream as another stack refers to it: by its name, not by an export of this stack. CloudFormation refuses to delete
   * what another stack imports, so an export would stand in the way of the deployment that takes a pipeline out.
   *
   * @param streamName as pipelines declare it
   */
  static named(scope: Construct, id: string, streamName: string): kinesis.IStream {
    const resourceName = namesIn(scope).stream(streamName);
    const arn = Stack.of(scope).formatArn({ service: 'kinesis', resource: 'stream', resourceName });
    return kinesis.Stream.fromStreamArn(scope, id, arn);
  }
}
