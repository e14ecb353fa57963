import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  type KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';

/** Looks into a stream without taking anything from it. */
export interface StreamReader {
  /** Ids of the shards that still hold records. */
  shards(): Promise<string[]>;
  /**
   * When the first record after a position arrived, in milliseconds since the epoch; undefined where none did.
   *
   * @param after sequence number; without it `since` counts
   */
  firstArrival(shard: string, after: string | undefined, since: Date): Promise<number | undefined>;
}

/** An answer may be empty though records follow: so many are asked for before the shard counts as read. */
const ANSWERS = 10;

/** Reads a Kinesis stream. @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
export function streamReader(client: Pick<KinesisClient, 'send'>, stream: string): StreamReader {
  return {
    async shards() {
      const ids: string[] = [];
      let next: { NextToken: string } | undefined;
      do {
        const page = await client.send(new ListShardsCommand(next ?? { StreamName: stream }));
        ids.push(...(page.Shards ?? []).flatMap(({ ShardId }) => ShardId ?? []));
        next = page.NextToken ? { NextToken: page.NextToken } : undefined;
      } while (next);
      return ids;
    },
    async firstArrival(shard, after, since) {
      const start: Pick<GetShardIteratorCommandInput, 'ShardIteratorType' | 'StartingSequenceNumber' | 'Timestamp'> =
        after === undefined
          ? { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: since }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: after };
      const command = new GetShardIteratorCommand({ StreamName: stream, ShardId: shard, ...start });
      let { ShardIterator } = await client.send(command);
      for (let answer = 0; ShardIterator && answer < ANSWERS; answer += 1) {
        const page = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 1 }));
        const arrival = page.Records?.[0]?.ApproximateArrivalTimestamp;
        if (arrival) return arrival.getTime();
        if (!page.MillisBehindLatest) return undefined;
        ShardIterator = page.NextShardIterator;
      }
      return undefined;
    },
  };
}
