import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type {
  Position,
  ReadFailedInput,
  RecordsInput,
  ShardDescription,
} from '../../../../../localstack/event-source-mapping/index.ts';
import { createLog } from '../../../../../localstack/event-source-mapping/runner/log.ts';
import { runShards } from '../../../../../localstack/event-source-mapping/runner/shards.ts';
import type { ShardReader } from '../../../../../localstack/event-source-mapping/runner/sources/source.ts';
import { openProgress } from '../../../../../localstack/event-source-mapping/runner/storage/progress.ts';
import { temporaryFolder } from '../../../../support/kinesis/folders.ts';
import { record, SHARD, settingsWith } from '../support/shard.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const stopped: ReadFailedInput = { type: 'read-failed', reason: 'unavailable' };

/** One record behind the horizon, then nothing. */
function readerOf(number: number, asked: Position[]): ShardReader {
  return {
    async read({ position }, signal): Promise<RecordsInput | ReadFailedInput> {
      asked.push(position);
      if (position.type === 'trim-horizon') {
        return { type: 'records', records: [record(number)], closed: false, behindMs: 0 };
      }
      if (!signal.aborted) await once(signal, 'abort');
      return stopped;
    },
    behindMs: async () => 0,
  };
}

test('a stream that was deleted and made anew is read from its beginning', async () => {
  const progress = await openProgress(path.join(temporaryFolder(), 'progress.json'), () => undefined);
  const asked: Position[] = [];
  const invoked: string[] = [];
  let stream = { startsAt: '1', record: 7 };
  const shards = runShards({
    settings: settingsWith(),
    progress,
    source: {
      shards: async (): Promise<ShardDescription[]> => [
        { shardId: SHARD, parentIds: [], closed: false, startsAt: stream.startsAt },
      ],
      reader: () => readerOf(stream.record, asked),
    },
    async invoke(_, { id, records }) {
      invoked.push(...records.map(({ sequenceNumber }) => sequenceNumber));
      return { type: 'returned', id, payload: '', requestId: '', statusCode: 200, executedVersion: '1' };
    },
    deliver: async () => true,
    log: createLog(() => undefined),
    now: Date.now,
  });
  await expect.poll(() => asked).toHaveLength(2);
  stream = { startsAt: '2', record: 3 };
  await vi.advanceTimersByTimeAsync(30_000);
  await expect.poll(() => asked).toHaveLength(4);
  expect(invoked).toEqual([record(7).sequenceNumber, record(3).sequenceNumber]);
  await shards.stop();
  expect(progress.current()?.shards[SHARD]?.position).toEqual({
    type: 'after',
    sequenceNumber: record(3).sequenceNumber,
  });
  expect(progress.current()?.starts).toEqual({ [SHARD]: '2' });
});
