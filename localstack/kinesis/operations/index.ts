import type { Input, OperationName } from '../api/inputs.ts';
import { describeLimits } from './account-limits.ts';
import * as consumers from './consumers.ts';
import type { Context } from './context.ts';
import { createStream, deleteStream } from './create-stream.ts';
import { describeStream, describeStreamSummary, listStreams } from './describe-stream.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { listShards } from './list-shards.ts';
import { disableEnhancedMonitoring, enableEnhancedMonitoring } from './monitoring.ts';
import * as policies from './policies.ts';
import { putRecord, putRecords } from './put-records.ts';
import * as reshard from './reshard.ts';
import { decreaseStreamRetentionPeriod, increaseStreamRetentionPeriod } from './retention.ts';
import * as settings from './settings.ts';
import * as tags from './tags.ts';

/** What an operation answers; nothing stands for an empty body. */
type Answer = object | undefined;

/** Serves a validated request. @throws {KinesisError} what the operation answers instead */
export type Operation<N extends OperationName> = (context: Context, input: Input<N>) => Answer | Promise<Answer>;

/** Every operation that the engine serves. */
export const operations: { readonly [N in OperationName]: Operation<N> } = {
  AddTagsToStream: tags.addTagsToStream,
  CreateStream: createStream,
  DecreaseStreamRetentionPeriod: decreaseStreamRetentionPeriod,
  DeleteResourcePolicy: policies.deleteResourcePolicy,
  DeleteStream: deleteStream,
  DeregisterStreamConsumer: consumers.deregisterStreamConsumer,
  DescribeAccountSettings: settings.describeAccountSettings,
  DescribeLimits: describeLimits,
  DescribeStream: describeStream,
  DescribeStreamConsumer: consumers.describeStreamConsumer,
  DescribeStreamSummary: describeStreamSummary,
  DisableEnhancedMonitoring: disableEnhancedMonitoring,
  EnableEnhancedMonitoring: enableEnhancedMonitoring,
  GetRecords: getRecords,
  GetResourcePolicy: policies.getResourcePolicy,
  GetShardIterator: getShardIterator,
  IncreaseStreamRetentionPeriod: increaseStreamRetentionPeriod,
  ListShards: listShards,
  ListStreamConsumers: consumers.listStreamConsumers,
  ListStreams: listStreams,
  ListTagsForResource: tags.listTagsForResource,
  ListTagsForStream: tags.listTagsForStream,
  MergeShards: reshard.mergeShards,
  PutRecord: putRecord,
  PutRecords: putRecords,
  PutResourcePolicy: policies.putResourcePolicy,
  RegisterStreamConsumer: consumers.registerStreamConsumer,
  RemoveTagsFromStream: tags.removeTagsFromStream,
  SplitShard: reshard.splitShard,
  StartStreamEncryption: settings.startStreamEncryption,
  StopStreamEncryption: settings.stopStreamEncryption,
  TagResource: tags.tagResource,
  UntagResource: tags.untagResource,
  UpdateAccountSettings: settings.updateAccountSettings,
  UpdateMaxRecordSize: settings.updateMaxRecordSize,
  UpdateShardCount: reshard.updateShardCount,
  UpdateStreamMode: settings.updateStreamMode,
  UpdateStreamWarmThroughput: settings.updateStreamWarmThroughput,
};
