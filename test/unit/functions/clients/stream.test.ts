import type { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, test } from 'vitest';
import { streamWriter } from '../../../../functions/clients/stream.ts';
import { toCalls } from '../../../../functions/clients/stream-calls.ts';
import { FakeClock } from '../support/fake-clock.ts';

type Answer = 'ok' | 'throttled';

const entry = (n: number, bytes = 1) => ({ partitionKey: `key-${n % 3}`, data: Buffer.alloc(bytes, n) });
const entries = (count: number) => Array.from({ length: count }, (_, n) => entry(n));
const awsError = (name: string, status?: number): Error =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });

/** A Kinesis that answers each call as `answer` says; what it was sent is kept. */
function fakeKinesis(answer: (call: number, firstBytes: readonly number[]) => readonly Answer[] | Error) {
  const calls: number[][] = [];
  const client = {
    send: async (command: PutRecordsCommand) => {
      const records = command.input.Records ?? [];
      calls.push(records.map(({ Data }) => Data?.[0] ?? -1));
      const answers = answer(calls.length, calls.at(-1) ?? []);
      if (answers instanceof Error) throw answers;
      const Records = records.map((_, index) =>
        answers[index] === 'throttled'
          ? { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded' }
          : { ShardId: 'shardId-000000000000', SequenceNumber: String(calls.length * 1000 + index) },
      );
      return { Records, FailedRecordCount: answers.filter((one) => one === 'throttled').length };
    },
  };
  return { calls, client: client as never };
}

function writer(client: never, clock = new FakeClock(), retries = 3, signal?: AbortSignal) {
  const options = { client, stream: 's', retries, clock, random: () => 0.5 };
  return streamWriter(signal ? { ...options, signal } : options);
}

describe('streamWriter', () => {
  test('gives each entry its position', async () => {
    const { client } = fakeKinesis(() => []);
    expect(await writer(client)([entry(0)])).toEqual([
      { shard: 'shardId-000000000000', sequence: '1000', attempts: 1 },
    ]);
  });

  test('sends only the failed entries again, in their order', async () => {
    const { calls, client } = fakeKinesis((call) => (call === 1 ? ['ok', 'throttled', 'ok', 'throttled'] : []));
    const results = await writer(client)(entries(4));
    expect(calls).toEqual([
      [0, 1, 2, 3],
      [1, 3],
    ]);
    expect(results.map(({ attempts }) => attempts)).toEqual([1, 2, 1, 2]);
    expect(results.every((result) => 'sequence' in result)).toBe(true);
  });

  test('waits longer each time, with jitter, and does wait', async () => {
    const clock = new FakeClock();
    const began = clock.now();
    const { client } = fakeKinesis(() => ['throttled']);
    const [result] = await writer(client, clock)([entry(0)]);
    expect(clock.sleeps).toEqual([50, 100, 200]);
    expect(clock.now() - began).toBe(350);
    expect(result).toMatchObject({ attempts: 4 });
    expect(result && 'error' in result && result.error.message).toBe(
      'ProvisionedThroughputExceededException: Rate exceeded',
    );
  });

  test('retries a call that failed as a whole when it may pass', async () => {
    for (const error of [
      awsError('ThrottlingException', 400),
      awsError('InternalFailure', 500),
      new Error('ECONNRESET'),
    ]) {
      const { calls, client } = fakeKinesis((call) => (call === 1 ? error : []));
      expect((await writer(client)(entries(2))).map(({ attempts }) => attempts)).toEqual([2, 2]);
      expect(calls).toHaveLength(2);
    }
  });

  test('does not retry what the service will refuse again', async () => {
    const { calls, client } = fakeKinesis(() => awsError('ResourceNotFoundException', 400));
    const results = await writer(client)(entries(2));
    expect(calls).toHaveLength(1);
    expect(results.every((result) => 'error' in result && result.attempts === 1)).toBe(true);
  });

  test('later entries wait until earlier ones are through their retries', async () => {
    const { calls, client } = fakeKinesis((call) => (call === 1 ? ['throttled'] : []));
    await writer(client)(entries(501));
    expect(calls.map((call) => call.length)).toEqual([500, 1, 1]);
    expect(calls[1]).toEqual([0]);
  });

  test('an aborted signal ends the retries', async () => {
    const stop = new AbortController();
    const { calls, client } = fakeKinesis(() => {
      stop.abort();
      return ['throttled'];
    });
    await writer(client, new FakeClock(), 20, stop.signal)([entry(0)]);
    expect(calls).toHaveLength(1);
  });
});

describe('toCalls', () => {
  test('takes 500 entries a call', () => {
    expect(toCalls(entries(1201)).map((call) => call.length)).toEqual([500, 500, 201]);
  });

  test('takes 5 MiB a call, keys included; what is larger goes alone', () => {
    const mib = 1024 * 1024;
    const sizes = [2 * mib, 2 * mib, mib - 14, mib, 6 * mib, 1].map((bytes, n) => entry(n, bytes));
    expect(toCalls(sizes).map((call) => call.length)).toEqual([2, 2, 1, 1]);
    expect(toCalls([])).toEqual([]);
  });
});
