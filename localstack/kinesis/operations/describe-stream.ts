import type { Input } from '../api/inputs.ts';
import { invalidArgument } from '../errors.ts';
import { describeShard } from '../shards/describe.ts';
import { isOpen } from '../shards/shard.ts';
import { streamArn } from '../streams/arn.ts';
import { liveShards } from '../streams/state.ts';
import type { Stream } from '../streams/stream.ts';
import { openToken, sealToken } from '../streams/token.ts';
import { type Context, findStream } from './context.ts';

/** Shards of one answer when the request does not say. */
const defaultShards = 100;

/** A stream with its shards. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStream.html */
export function describeStream(context: Context, input: Input<'DescribeStream'>): object {
  const stream = findStream(context, input);
  const now = context.now();
  const start = input.ExclusiveStartShardId ?? '';
  const shards = stream.status(now) === 'CREATING' ? [] : liveShards(stream.state, now).filter(({ id }) => id > start);
  const page = shards.slice(0, input.Limit ?? defaultShards);
  const description = {
    ...common(stream, now),
    Shards: page.map(describeShard),
    HasMoreShards: page.length < shards.length,
  };
  return { StreamDescription: description };
}

/** A stream without its shards. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamSummary.html */
export function describeStreamSummary(context: Context, input: Input<'DescribeStreamSummary'>): object {
  const stream = findStream(context, input);
  const { shards, consumers, maxRecordSizeKiB } = stream.state;
  const summary = {
    ...common(stream, context.now()),
    StreamId: stream.state.id,
    OpenShardCount: shards.filter(isOpen).length,
    ConsumerCount: consumers.length,
    MaxRecordSizeInKiB: maxRecordSizeKiB,
  };
  return { StreamDescriptionSummary: summary };
}

/** Names of the streams, by the alphabet. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreams.html */
export function listStreams(context: Context, input: Input<'ListStreams'>): object {
  const start =
    input.NextToken === undefined ? (input.ExclusiveStartStreamName ?? '') : openToken('streams', input.NextToken);
  if (typeof start !== 'string' && !isPlace(start)) throw invalidArgument('Invalid NextToken.');
  const after = typeof start === 'string' ? start : start.after;
  const streams = context.store.list(context.caller).filter(({ state }) => state.name > after);
  const page = streams.slice(0, input.Limit ?? defaultShards);
  const last = page.at(-1);
  const hasMore = page.length < streams.length;
  return {
    StreamNames: page.map(({ state }) => state.name),
    HasMoreStreams: hasMore,
    ...(hasMore && last ? { NextToken: sealToken('streams', { after: last.state.name }) } : {}),
    StreamSummaries: page.map((stream) => {
      const { StreamName, StreamARN, StreamStatus, StreamModeDetails, StreamCreationTimestamp } = common(
        stream,
        context.now(),
      );
      return { StreamName, StreamARN, StreamStatus, StreamModeDetails, StreamCreationTimestamp };
    }),
  };
}

function isPlace(value: unknown): value is { after: string } {
  return typeof value === 'object' && value !== null && 'after' in value;
}

function common(stream: Stream, now: number) {
  const { state } = stream;
  return {
    StreamName: state.name,
    StreamARN: streamArn(state),
    StreamStatus: stream.status(now),
    StreamModeDetails: { StreamMode: state.mode },
    RetentionPeriodHours: state.retentionHours,
    // AWS gives whole seconds.
    StreamCreationTimestamp: new Date(Math.floor(state.createdAt / 1000) * 1000),
    EnhancedMonitoring: [{ ShardLevelMetrics: state.monitoring }],
    ...(state.keyId === undefined ? { EncryptionType: 'NONE' } : { EncryptionType: 'KMS', KeyId: state.keyId }),
  };
}
