import {
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  type ShardIteratorType,
} from '@aws-sdk/client-kinesis';
import type { SourceRecord } from '../../core/source.ts';
import type { ShardStart, StreamReading } from './reading.ts';
import { sourceRecord } from './source-record.ts';

/** Records that one call asks for at the most: they are all that is held of a shard. */
const RECORDS_A_CALL = 1_000;

/**
 * Reads a shard record by record, and holds one answer of it.
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html
 */
export class ShardCursor {
  readonly shard: string;
  readonly #client: Pick<KinesisClient, 'send'>;
  readonly #reading: Pick<StreamReading, 'stream' | 'until'>;
  readonly #start: ShardStart;
  #iterator: string | undefined;
  #last: string | undefined;
  #held: SourceRecord[] = [];
  #taken = 0;
  #isAtTip = false;
  #isClosed = false;

  constructor(
    client: Pick<KinesisClient, 'send'>,
    reading: Pick<StreamReading, 'stream' | 'until'>,
    shard: string,
    start: ShardStart,
  ) {
    this.shard = shard;
    this.#client = client;
    this.#reading = reading;
    this.#start = start;
  }

  /** The next record, where one is held. */
  get head(): SourceRecord | undefined {
    return this.#held[this.#taken];
  }

  /** Whether there was no further record when it looked last. */
  get isAtTip(): boolean {
    return this.head === undefined && this.#isAtTip;
  }

  /** Whether nothing is to come: it is closed, by a split or a merge, and read to its end, or to the end that was asked for. */
  get isDone(): boolean {
    return this.head === undefined && this.#isClosed;
  }

  /** Takes {@link head} away. */
  take(): void {
    this.#taken += 1;
  }

  /** Looks for further records, once what was held is taken. An answer may be empty though records follow. */
  async fill(): Promise<void> {
    this.#iterator ??= await this.#open();
    if (this.#iterator === undefined) {
      this.#isClosed = true;
      return;
    }
    try {
      const page = await this.#client.send(
        new GetRecordsCommand({ ShardIterator: this.#iterator, Limit: RECORDS_A_CALL }),
      );
      const { stream, until = Number.POSITIVE_INFINITY } = this.#reading;
      const read = (page.Records ?? []).map((record) => sourceRecord(stream, this.shard, record));
      this.#held = read.filter(({ arrivedAt }) => arrivedAt <= until);
      this.#taken = 0;
      this.#last = read.at(-1)?.position.sequence ?? this.#last;
      this.#iterator = page.NextShardIterator;
      this.#isClosed = page.NextShardIterator === undefined || this.#held.length < read.length;
      this.#isAtTip = page.MillisBehindLatest === 0;
    } catch (error) {
      // It lives for five minutes, and whoever pages through what is printed may take longer.
      if (!(error instanceof ExpiredIteratorException)) throw error;
      this.#iterator = undefined;
    }
  }

  async #open(): Promise<string | undefined> {
    const { ShardIterator } = await this.#client.send(
      new GetShardIteratorCommand({ StreamName: this.#reading.stream, ShardId: this.shard, ...this.#from() }),
    );
    return ShardIterator;
  }

  #from(): { ShardIteratorType: ShardIteratorType; StartingSequenceNumber?: string; Timestamp?: Date } {
    if (this.#last !== undefined) {
      return { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: this.#last };
    }
    const { type } = this.#start;
    if (type === 'AT_TIMESTAMP') return { ShardIteratorType: type, Timestamp: this.#start.at };
    if (type === 'AT_SEQUENCE_NUMBER') return { ShardIteratorType: type, StartingSequenceNumber: this.#start.sequence };
    return { ShardIteratorType: type };
  }
}
