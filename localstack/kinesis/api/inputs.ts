import type { ValueOf } from './shape.ts';
import * as shape from './shapes.ts';

const stream = { StreamName: shape.streamName, StreamARN: shape.streamArn, StreamId: shape.streamId } as const;
const byArn = { StreamARN: shape.streamArn, StreamId: shape.streamId } as const;
const resource = { ResourceARN: shape.resourceArn, StreamId: shape.streamId } as const;
const consumer = { ...byArn, ConsumerName: shape.consumerName, ConsumerARN: shape.consumerArn } as const;

function structure<const M extends object, const R extends readonly (keyof M & string)[]>(members: M, required: R) {
  return { type: 'structure', members, required } as const;
}

const retention = structure({ ...stream, RetentionPeriodHours: { type: 'integer' } }, ['RetentionPeriodHours']);
const encryption = structure({ ...stream, EncryptionType: shape.encryptionType, KeyId: shape.keyId }, [
  'EncryptionType',
  'KeyId',
]);
const monitoring = structure({ ...stream, ShardLevelMetrics: shape.shardLevelMetrics }, ['ShardLevelMetrics']);

/**
 * What each operation that the engine serves takes. SubscribeToShard is LocalStack's: it reads with GetRecords.
 *
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_Operations.html
 */
export const inputs = {
  AddTagsToStream: structure({ ...stream, Tags: shape.tagMap }, ['Tags']),
  CreateStream: structure(
    {
      StreamName: shape.streamName,
      ShardCount: shape.positive,
      StreamModeDetails: shape.streamModeDetails,
      Tags: shape.tagMap,
      WarmThroughputMiBps: shape.natural,
      MaxRecordSizeInKiB: shape.recordSizeKiB,
      RecordDistributionStrategy: { type: 'string', values: ['AUTO', 'USER_PARTITION_KEY'] },
    },
    ['StreamName'],
  ),
  DecreaseStreamRetentionPeriod: retention,
  DeleteResourcePolicy: structure(resource, ['ResourceARN']),
  DeleteStream: structure({ ...stream, EnforceConsumerDeletion: { type: 'boolean' } }, []),
  DeregisterStreamConsumer: structure(consumer, []),
  DescribeAccountSettings: structure({}, []),
  DescribeLimits: structure({}, []),
  DescribeStream: structure({ ...stream, Limit: shape.upTo10000, ExclusiveStartShardId: shape.shardIdText }, []),
  DescribeStreamConsumer: structure(consumer, []),
  DescribeStreamSummary: structure(stream, []),
  DisableEnhancedMonitoring: monitoring,
  EnableEnhancedMonitoring: monitoring,
  GetRecords: structure({ ...byArn, ShardIterator: { type: 'string', min: 1, max: 512 }, Limit: shape.upTo10000 }, [
    'ShardIterator',
  ]),
  GetResourcePolicy: structure(resource, ['ResourceARN']),
  GetShardIterator: structure(
    {
      ...stream,
      ShardId: shape.shardIdText,
      ShardIteratorType: shape.iteratorType,
      StartingSequenceNumber: shape.sequenceNumberText,
      Timestamp: shape.timestamp,
    },
    ['ShardId', 'ShardIteratorType'],
  ),
  IncreaseStreamRetentionPeriod: retention,
  ListShards: structure(
    {
      ...stream,
      NextToken: shape.nextToken,
      ExclusiveStartShardId: shape.shardIdText,
      MaxResults: shape.upTo10000,
      StreamCreationTimestamp: shape.timestamp,
      ShardFilter: shape.shardFilter,
    },
    [],
  ),
  ListStreamConsumers: structure(
    {
      ...byArn,
      NextToken: shape.nextToken,
      MaxResults: shape.upTo10000,
      StreamCreationTimestamp: shape.timestamp,
    },
    ['StreamARN'],
  ),
  ListStreams: structure(
    { Limit: shape.upTo10000, ExclusiveStartStreamName: shape.streamName, NextToken: shape.nextToken },
    [],
  ),
  ListTagsForResource: structure(resource, ['ResourceARN']),
  ListTagsForStream: structure(
    { ...stream, ExclusiveStartTagKey: shape.exclusiveTagKey, Limit: { type: 'integer', min: 1, max: 50 } },
    [],
  ),
  MergeShards: structure({ ...stream, ShardToMerge: shape.shardIdText, AdjacentShardToMerge: shape.shardIdText }, [
    'ShardToMerge',
    'AdjacentShardToMerge',
  ]),
  PutRecord: structure({ ...stream, ...shape.recordMembers, SequenceNumberForOrdering: shape.sequenceNumberText }, [
    'Data',
    'PartitionKey',
  ]),
  PutRecords: structure({ ...stream, Records: shape.recordList }, ['Records']),
  PutResourcePolicy: structure({ ...resource, Policy: { type: 'string' } }, ['ResourceARN', 'Policy']),
  RegisterStreamConsumer: structure({ ...byArn, ConsumerName: shape.consumerName, Tags: shape.tagMap }, [
    'StreamARN',
    'ConsumerName',
  ]),
  RemoveTagsFromStream: structure({ ...stream, TagKeys: shape.tagKeys }, ['TagKeys']),
  SplitShard: structure({ ...stream, ShardToSplit: shape.shardIdText, NewStartingHashKey: shape.hashKey }, [
    'ShardToSplit',
    'NewStartingHashKey',
  ]),
  StartStreamEncryption: encryption,
  StopStreamEncryption: encryption,
  TagResource: structure({ ...resource, Tags: shape.tagMap }, ['Tags', 'ResourceARN']),
  UntagResource: structure({ ...resource, TagKeys: shape.tagKeys }, ['TagKeys', 'ResourceARN']),
  UpdateAccountSettings: structure(
    {
      MinimumThroughputBillingCommitment: structure({ Status: { type: 'string', values: ['ENABLED', 'DISABLED'] } }, [
        'Status',
      ]),
    },
    ['MinimumThroughputBillingCommitment'],
  ),
  UpdateMaxRecordSize: structure({ ...byArn, MaxRecordSizeInKiB: shape.recordSizeKiB }, ['MaxRecordSizeInKiB']),
  UpdateShardCount: structure(
    { ...stream, TargetShardCount: shape.positive, ScalingType: { type: 'string', values: ['UNIFORM_SCALING'] } },
    ['TargetShardCount', 'ScalingType'],
  ),
  UpdateStreamMode: structure(
    { ...byArn, StreamModeDetails: shape.streamModeDetails, WarmThroughputMiBps: shape.natural },
    ['StreamARN', 'StreamModeDetails'],
  ),
  UpdateStreamWarmThroughput: structure({ ...stream, WarmThroughputMiBps: shape.natural }, ['WarmThroughputMiBps']),
} as const;

/** Names of the operations that the engine serves. */
export type OperationName = keyof typeof inputs;

/** A validated request. */
export type Input<N extends OperationName> = ValueOf<(typeof inputs)[N]>;
