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

/** A mapping of one shard; `invoke` is told the sequence number of the one record of each batch. */
async function run(listed: () => ShardDescription[], reader: () => ShardReader, invoke: (sequence: string) => void) {
  const progress = await openProgress(path.join(temporaryFolder(), 'progress.json'), () => undefined);
  const lines: string[] = [];
  const shards = runShards({
    settings: settingsWith(),
    progress,
    source: { shards: async () => listed(), reader },
    async invoke(_, { id, records }) {
      invoke(records[0]?.sequenceNumber ?? '');
      return { type: 'returned', id, payload: '', requestId: '', statusCode: 200, executedVersion: '1' };
    },
    deliver: async () => true,
    givenUp: { delivered: () => undefined, dropped: () => undefined },
    log: createLog((line) => lines.push(line)),
    now: Date.now,
  });
  return { lines, progress, shards };
}

test('a stream that was deleted and made anew is read from its beginning', async () => {
  const asked: Position[] = [];
  const invoked: string[] = [];
  let stream = { startsAt: '1', record: 7 };
  const { progress, shards } = await run(
    () => [{ shardId: SHARD, parentIds: [], closed: false, startsAt: stream.startsAt }],
    () => readerOf(stream.record, asked),
    (sequence) => invoked.push(sequence),
  );
  await expect.poll(() => asked).toHaveLength(2);
  stream = { startsAt: '2', record: 3 };
  await vi.advanceTimersByTimeAsync(30_000);
  await expect.poll(() => asked).toHaveLength(4);
  const { sequenceNumber } = record(3);
  expect(invoked).toEqual([record(7).sequenceNumber, sequenceNumber]);
  await shards.stop();
  expect(progress.current()?.shards[SHARD]?.position).toEqual({ type: 'after', sequenceNumber });
  expect(progress.current()?.starts).toEqual({ [SHARD]: '2' });
});

test('an error that should not be ends one shard, which is begun again where it was', async () => {
  const asked: Position[] = [];
  let tries = 0;
  const { lines, progress, shards } = await run(
    () => [{ shardId: SHARD, parentIds: [], closed: false }],
    () => readerOf(7, asked),
    () => {
      tries += 1;
      if (tries === 1) throw new TypeError('nobody thought of it');
    },
  );
  await expect.poll(() => lines.join()).toContain('TypeError: nobody thought of it');
  expect(shards.statuses()).toEqual([]);
  await vi.advanceTimersByTimeAsync(30_000);
  await expect.poll(() => tries).toBe(2);
  await shards.stop();
  const { sequenceNumber } = record(7);
  expect(progress.current()?.shards[SHARD]?.position).toEqual({ type: 'after', sequenceNumber });
});
