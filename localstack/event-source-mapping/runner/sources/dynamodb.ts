import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import { dynamodbRecord, iteratorOf, type MappingSettings, type Position, type ShardDescription } from '../../index.ts';
import { parseArn } from '../arn.ts';
import { whenReachable } from '../aws/reachable.ts';
import { wireRecord } from './dynamodb-json.ts';
import { createShardReader, type ShardCalls } from './shard-reader.ts';
import type { SourceWorld, StreamSource } from './source.ts';

/**
 * The stream of a DynamoDB table, read from DynamoDB Local, which does not hold its answers: at rest a shard is asked once
 * a second.
 */
export function dynamodbSource(
  client: DynamoDBStreamsClient,
  settings: MappingSettings,
  { port, now, log }: SourceWorld,
): StreamSource {
  // DynamoDB Local knows one region and one account; which tables there are depends on the access key.
  const StreamArn = `arn:aws:dynamodb:ddblocal:000000000000:${parseArn(settings.eventSourceArn).resource}`;

  function calls(ShardId: string): ShardCalls {
    return {
      reachable: (signal) => whenReachable(port, signal),
      async iterator(position, abortSignal) {
        const place = { StreamArn, ShardId, ...iteratorFor(position) };
        const { ShardIterator } = await client.send(new GetShardIteratorCommand(place), { abortSignal });
        if (ShardIterator === undefined) throw new Error(`GetShardIterator of ${ShardId} gave no iterator`);
        return ShardIterator;
      },
      async page(ShardIterator, Limit, _answerBy, abortSignal) {
        const answer = await client.send(new GetRecordsCommand({ ShardIterator, Limit }), { abortSignal });
        const records = (answer.Records ?? []).map((record) => dynamodbRecord(settings, wireRecord(record)));
        const oldest = records[0]?.arrivedAt;
        const behindMs = oldest === undefined ? 0 : Math.max(0, now() - oldest);
        return { records, next: answer.NextShardIterator, behindMs, waited: false };
      },
    };
  }

  return {
    async shards(abortSignal) {
      const shards: Shard[] = [];
      let ExclusiveStartShardId: string | undefined;
      do {
        const command = new DescribeStreamCommand({ StreamArn, ExclusiveStartShardId });
        const { StreamDescription } = await client.send(command, { abortSignal });
        // No list is not an empty one: the positions of shards that are not listed are dropped.
        if (StreamDescription?.Shards === undefined) throw new Error(`DescribeStream of ${StreamArn} gave no shards`);
        shards.push(...StreamDescription.Shards);
        ExclusiveStartShardId = StreamDescription.LastEvaluatedShardId;
      } while (ExclusiveStartShardId !== undefined);
      return shards.map(describe);
    },
    reader: (shardId) => createShardReader(calls(shardId), now, log.with({ shard: shardId })),
  };
}

/** There is no iterator for a time here. */
function iteratorFor(position: Position) {
  const iterator = iteratorOf('dynamodb', position);
  return iterator.ShardIteratorType === 'AT_TIMESTAMP' ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const) : iterator;
}

function describe(shard: Shard): ShardDescription {
  return {
    shardId: shard.ShardId ?? '',
    parentIds: shard.ParentShardId === undefined ? [] : [shard.ParentShardId],
    closed: shard.SequenceNumberRange?.EndingSequenceNumber !== undefined,
  };
}
