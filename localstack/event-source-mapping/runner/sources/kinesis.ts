import {
  type _Record,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  type Shard,
} from '@aws-sdk/client-kinesis';
import {
  iteratorOf,
  kinesisRecord,
  type MappingSettings,
  type Position,
  type ShardDescription,
  type StreamRecord,
} from '../../index.ts';
import { parseArn } from '../arn.ts';
import { whenReachable } from '../aws/reachable.ts';
import { holdAnswer, waitUntil } from './long-poll.ts';
import { createShardReader, type Page, type ShardCalls } from './shard-reader.ts';
import type { SourceWorld, StreamSource } from './source.ts';

/** Smallest time that the server has to be silent to count as waiting. Unit: ms. */
const NOTICEABLE_MS = 500;

/**
 * A Kinesis stream, also through the ARN of a registered consumer, which then reads apart from all others.
 *
 * @param roleArn of the function, which the events name
 */
export function kinesisSource(
  client: KinesisClient,
  settings: MappingSettings,
  roleArn: string,
  { port, now, log }: SourceWorld,
): StreamSource {
  const [, StreamName, consumer] = parseArn(settings.eventSourceArn).resource.split('/');
  const consumerArn = consumer === undefined ? undefined : settings.eventSourceArn;

  function streamRecord(shardId: string, record: _Record): StreamRecord {
    const { SequenceNumber = '', PartitionKey = '', Data = new Uint8Array(), ApproximateArrivalTimestamp } = record;
    const source = {
      sequenceNumber: SequenceNumber,
      partitionKey: PartitionKey,
      data: Buffer.from(Data.buffer, Data.byteOffset, Data.byteLength).toString('base64'),
      approximateArrivalTimestamp: ApproximateArrivalTimestamp?.getTime() ?? now(),
    };
    return kinesisRecord(settings, shardId, source, roleArn);
  }

  function calls(shardId: string): ShardCalls {
    return {
      reachable: (signal) => whenReachable(port, signal),
      async iterator(position, abortSignal) {
        const place = { StreamName, ShardId: shardId, ...iteratorFor(position) };
        const { ShardIterator } = await client.send(new GetShardIteratorCommand(place), { abortSignal });
        if (ShardIterator === undefined) throw new Error(`GetShardIterator of ${shardId} gave no iterator`);
        return ShardIterator;
      },
      async page(ShardIterator, Limit, answerBy, abortSignal): Promise<Page> {
        const begun = now();
        const wait = waitUntil(answerBy, begun);
        const command = holdAnswer(new GetRecordsCommand({ ShardIterator, Limit }), { waitMs: wait, consumerArn });
        const answer = await client.send(command, { abortSignal });
        return {
          records: (answer.Records ?? []).map((record) => streamRecord(shardId, record)),
          next: answer.NextShardIterator,
          behindMs: answer.MillisBehindLatest ?? 0,
          waited: now() - begun > Math.min(wait, NOTICEABLE_MS),
        };
      },
    };
  }

  return {
    async shards(abortSignal) {
      const shards: Shard[] = [];
      let NextToken: string | undefined;
      do {
        const page = await client.send(new ListShardsCommand(NextToken ? { NextToken } : { StreamName }), {
          abortSignal,
        });
        // No list is not an empty one: the positions of shards that are not listed are dropped.
        if (page.Shards === undefined) throw new Error(`ListShards of ${StreamName} gave no shards`);
        shards.push(...page.Shards);
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return shards.map(describe);
    },
    reader: (shardId) => createShardReader(calls(shardId), now, log.with({ shard: shardId })),
  };
}

function iteratorFor(position: Position) {
  const iterator = iteratorOf('kinesis', position);
  switch (iterator.ShardIteratorType) {
    case 'AFTER_SEQUENCE_NUMBER':
      return { ShardIteratorType: iterator.ShardIteratorType, StartingSequenceNumber: iterator.SequenceNumber };
    case 'AT_TIMESTAMP':
      return { ShardIteratorType: iterator.ShardIteratorType, Timestamp: new Date(iterator.Timestamp * 1000) };
    default:
      return iterator;
  }
}

function describe(shard: Shard): ShardDescription {
  return {
    shardId: shard.ShardId ?? '',
    parentIds: [shard.ParentShardId, shard.AdjacentParentShardId].filter((id) => id !== undefined),
    closed: shard.SequenceNumberRange?.EndingSequenceNumber !== undefined,
    startsAt: shard.SequenceNumberRange?.StartingSequenceNumber,
  };
}
