import type { ShardLog } from '../log/shard-log.ts';
import type { Stream } from '../streams/stream.ts';
import type { Context } from './context.ts';

/**
 * Holds a read back while there is nothing to read, up to the time that the caller allows: until a record is there, the
 * shard is closed to its end, the stream is deleted, or the caller hangs up. Waiting costs no CPU.
 */
export async function whenWorthReading(
  context: Context,
  stream: Stream,
  shardId: string,
  log: ShardLog,
  index: number,
): Promise<void> {
  const isGone = (): boolean => context.store.byId(stream.state.id) === undefined;
  const isWorth = (): boolean => {
    const shard = stream.state.shards.find(({ id }) => id === shardId);
    return index < log.readable || isGone() || (shard?.closedAt !== undefined && index >= log.next);
  };
  if (context.waitMs === 0 || isWorth()) return;
  const over = new AbortController();
  const end = (): void => over.abort();
  const timer = setTimeout(end, context.waitMs);
  context.signal.addEventListener('abort', end);
  try {
    while (!isWorth() && !over.signal.aborted) await log.waitFor(index, over.signal);
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener('abort', end);
  }
}
