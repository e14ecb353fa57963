import type { Position, ReadCommand, ReadFailedInput, RecordsInput, ShardDescription } from '../../index.ts';
import type { Log } from '../log.ts';

/** What a source needs beside the client of its server. */
export interface SourceWorld {
  /** Of the stream's server. */
  readonly port: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** The stream of a mapping. */
export interface StreamSource {
  /** Every shard that is listed, open and closed. @throws what the stream's server answers */
  shards(signal: AbortSignal): Promise<ShardDescription[]>;
  /** A reader that goes through one shard; it keeps its iterator. */
  reader(shardId: string): ShardReader;
}

/** Reads one shard. */
export interface ShardReader {
  /**
   * Answers a `read`: with records, with the shard's end, or with nothing when `answerBy` has come. Until then it waits,
   * which costs next to nothing.
   *
   * @param signal aborts the waiting; the answer is then `unavailable`
   */
  read(command: ReadCommand, signal: AbortSignal): Promise<RecordsInput | ReadFailedInput>;
  /** How old the first record behind a position is; 0 when there is none. Unit: ms. @throws what the server answers */
  behindMs(position: Position, signal: AbortSignal): Promise<number>;
}
