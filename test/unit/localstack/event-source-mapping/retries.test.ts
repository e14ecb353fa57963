import { describe, expect, it } from 'vitest';
import { backoff } from '../../../../localstack/event-source-mapping/rules/retries.ts';
import { records, Shard } from './support/shard.ts';

const reporting = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
const report = (number: number) => ({
  batchItemFailures: records(number).map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })),
});

describe('attempts', () => {
  it('end after the maximum of retries, and the shard goes on', () => {
    const shard = new Shard({ MaximumRetryAttempts: 2, BatchSize: 2 }).give(records(1, 2, 3));
    shard.fails().waitAsAsked().fails().waitAsAsked().fails();
    expect(shard.last('lost')).toMatchObject({
      why: 'no-destination',
      discard: { condition: 'RetryAttemptsExhausted' },
    });
    expect(shard.batches).toEqual([[1, 2], [1, 2], [1, 2], [3]]);
    expect(shard.done).toBe(2);
  });

  it('end at once when no retries are wanted', () => {
    expect(new Shard({ MaximumRetryAttempts: 0 }).give(records(1)).fails().done).toBe(1);
  });

  it('do not end when the maximum is -1', () => {
    const shard = new Shard({ MaximumRetryAttempts: -1 }).give(records(1));
    for (let attempt = 0; attempt < 50; attempt += 1) shard.fails().waitAsAsked();
    expect(shard.batches).toHaveLength(51);
  });

  it('are used up by responses that report the first record, as by errors', () => {
    const shard = new Shard({ ...reporting, MaximumRetryAttempts: 2 }).give(records(1, 2));
    shard.returns(report(1)).waitAsAsked().fails().waitAsAsked().returns('garbage');
    expect(shard.batches).toHaveLength(3);
    expect(shard.done).toBe(2);
  });

  it('begin anew when the first records of a batch are done', () => {
    const shard = new Shard({ ...reporting, MaximumRetryAttempts: 1 }).give(records(1, 2, 3));
    shard.returns(report(2)).waitAsAsked().returns(report(3)).waitAsAsked();
    expect(shard.batches).toEqual([[1, 2, 3], [2, 3], [3]]);
    expect(shard.returns(report(3)).last('lost').discard.records).toHaveLength(1);
  });

  it('are not used up when the function is throttled or not there', () => {
    const shard = new Shard({ MaximumRetryAttempts: 0 }).give(records(1));
    for (let attempt = 0; attempt < 20; attempt += 1) shard.isThrottled().waitAsAsked();
    expect(shard.all('lost')).toEqual([]);
    expect(shard.returns().done).toBe(1);
  });
});

describe('the back-off', () => {
  it('doubles from 200 ms to 30 s, less up to a half', () => {
    for (let failures = 1; failures < 60; failures += 1) {
      const full = Math.min(30_000, 200 * 2 ** (failures - 1));
      const wait = backoff(failures, `shardId-000000000000/${failures}`);
      expect(wait).toBeGreaterThanOrEqual(full / 2);
      expect(wait).toBeLessThanOrEqual(full);
    }
  });

  it('is the same for the same invocation, and spread over shards', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((shard) => backoff(8, `shardId-00000000000${shard}/5`));
    expect(waits).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((shard) => backoff(8, `shardId-00000000000${shard}/5`)));
    expect(new Set(waits).size).toBeGreaterThan(5);
  });
});
