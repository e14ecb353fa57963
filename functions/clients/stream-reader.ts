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
   * Counts the records behind a position.
   *
   * @param after sequence number; without it, or where it is of an older stream of this name, `since` counts
   * @param most how many to read at the most, 1 or more; that many may mean that there are more
   */
  backlog(shard: string, after: string | undefined, since: Date, most: number): Promise<Backlog>;
}

/** What lies behind a position. */
interface Backlog {
  readonly records: number;
  /** When the first of them arrived, in milliseconds since the epoch; undefined where there is none. */
  readonly oldestArrivedAt: number | undefined;
}

/** An answer may be empty though records follow: after so many in a row the shard counts as read. */
const EMPTY_ANSWERS = 10;

/** Records that one GetRecords gives at the most. */
const RECORDS_A_CALL = 10_000;

/**
 * Reads a Kinesis stream.
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html
 */
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
    async backlog(shard, after, since, most) {
      let ShardIterator = await iteratorOf(client, { StreamName: stream, ShardId: shard }, after, since);
      let records = 0;
      let empty = 0;
      let oldestArrivedAt: number | undefined;
      while (ShardIterator && records < most && empty < EMPTY_ANSWERS) {
        const Limit = Math.min(most - records, RECORDS_A_CALL);
        const page = await client.send(new GetRecordsCommand({ ShardIterator, Limit }));
        const read = page.Records ?? [];
        records += read.length;
        empty = read.length === 0 ? empty + 1 : 0;
        oldestArrivedAt ??= read[0]?.ApproximateArrivalTimestamp?.getTime();
        if (!page.MillisBehindLatest && read.length < Limit) break;
        ShardIterator = page.NextShardIterator;
      }
      return { records, oldestArrivedAt };
    },
  };
}

/** An iterator behind a position, else at a time. A position of another stream is an invalid argument to Kinesis. */
async function iteratorOf(
  client: Pick<KinesisClient, 'send'>,
  shard: Pick<GetShardIteratorCommandInput, 'StreamName' | 'ShardId'>,
  after: string | undefined,
  since: Date,
): Promise<string | undefined> {
  const start =
    after === undefined
      ? { ShardIteratorType: 'AT_TIMESTAMP' as const, Timestamp: since }
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingSequenceNumber: after };
  try {
    const { ShardIterator } = await client.send(new GetShardIteratorCommand({ ...shard, ...start }));
    return ShardIterator;
  } catch (error) {
    if (after === undefined || (error as Error).name !== 'InvalidArgumentException') throw error;
    return iteratorOf(client, shard, undefined, since);
  }
}
