import type { Position, ReadCommand, ReadFailedInput, RecordsInput, StreamRecord } from '../../index.ts';
import { errorName } from '../aws/errors.ts';
import { isUnreachable } from '../aws/reachable.ts';
import { type Log, problem } from '../log.ts';
import { growingPauses } from './pause.ts';
import type { ShardReader } from './source.ts';

/** What one GetRecords answered. */
export interface Page {
  readonly records: readonly StreamRecord[];
  /** Where to go on; undefined at the end of a closed shard. */
  readonly next: string | undefined;
  readonly behindMs: number;
  /** Whether the server has waited for records, so that asking again at once costs nothing. */
  readonly waited: boolean;
}

/** The calls to a stream's server that reading a shard takes. */
export interface ShardCalls {
  iterator(position: Position, signal: AbortSignal): Promise<string>;
  page(iterator: string, limit: number, answerBy: number | undefined, signal: AbortSignal): Promise<Page>;
  /** Waits until the server can be reached. */
  reachable(signal: AbortSignal): Promise<void>;
}

/** Iterators live for some minutes; whoever waits longer with one gets a new one. */
const expired = 'ExpiredIteratorException';
/** DynamoDB: what lay at the position is gone. */
const trimmed = 'TrimmedDataAccessException';
/** Between two reads of a shard at rest, where the server does not wait. Unit: ms. */
const IDLE_MS = { first: 50, most: 1000 };

/** Reads a shard page by page, past pages without records. */
export function createShardReader(calls: ShardCalls, now: () => number, log: Log): ShardReader {
  let following: string | undefined;
  // One line when it begins, not one for each of the many tries.
  let readable = true;
  const pauses = growingPauses(IDLE_MS.first, IDLE_MS.most);

  async function pages(command: ReadCommand, signal: AbortSignal): Promise<RecordsInput> {
    let iterator = (command.continues ? following : undefined) ?? (await calls.iterator(command.position, signal));
    for (;;) {
      const page = await calls.page(iterator, command.limit, command.answerBy, signal);
      following = page.next;
      const { records, behindMs } = page;
      const closed = page.next === undefined;
      if (records.length > 0) pauses.reset();
      const due = command.answerBy !== undefined && now() >= command.answerBy;
      if (records.length > 0 || closed || due) return { type: 'records', records, closed, behindMs };
      iterator = page.next ?? iterator;
      const atMost = command.answerBy === undefined ? IDLE_MS.most : command.answerBy - now();
      if (!page.waited) await pauses.next(atMost, signal);
      signal.throwIfAborted();
    }
  }

  async function read(command: ReadCommand, signal: AbortSignal): Promise<RecordsInput | ReadFailedInput> {
    try {
      const answer = await pages(command, signal).catch((error: unknown) => {
        following = undefined;
        if (errorName(error) === expired) return pages(command, signal);
        throw error;
      });
      if (!readable) log.info('the shard can be read again');
      readable = true;
      return answer;
    } catch (error) {
      following = undefined;
      if (errorName(error) === trimmed) return { type: 'read-failed', reason: 'trimmed' };
      if (readable && !signal.aborted) log.warn('the shard cannot be read; trying on', { problem: problem(error) });
      readable &&= signal.aborted;
      if (isUnreachable(error)) await calls.reachable(signal);
      return { type: 'read-failed', reason: 'unavailable' };
    }
  }

  return {
    read,
    async behindMs(position, signal) {
      let iterator: string | undefined = await calls.iterator(position, signal);
      while (iterator !== undefined) {
        const page: Page = await calls.page(iterator, 1, 0, signal);
        const first = page.records[0];
        if (first !== undefined) return Math.max(0, now() - first.arrivedAt);
        if (page.behindMs === 0) return 0;
        iterator = page.next;
      }
      return 0;
    },
  };
}
