import { describe, expect, it } from 'vitest';
import { records, Shard } from './support/shard.ts';

const bisecting = { BisectBatchOnFunctionError: true };
const reporting = { ...bisecting, FunctionResponseTypes: ['ReportBatchItemFailures'] };
const report = (number: number) => ({
  batchItemFailures: records(number).map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })),
});

describe('bisect', () => {
  it('halves a batch whose function failed, the first half first', () => {
    const shard = new Shard(bisecting)
      .give(records(1, 2, 3, 4, 5))
      .fails()
      .returns()
      .returns();
    expect(shard.batches).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2],
      [3, 4, 5],
    ]);
    expect(shard.done).toBe(5);
  });

  it('uses up no retry, so that only the poison record is given up', () => {
    const shard = new Shard({ ...bisecting, MaximumRetryAttempts: 1 }).give(records(1, 2, 3, 4));
    shard.fails().returns().fails().fails().waitAsAsked().fails().returns();
    expect(shard.batches).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [4]]);
    expect(shard.last('lost').discard).toMatchObject({ records: records(3), approximateInvokeCount: 4 });
    expect(shard.done).toBe(4);
  });

  it('does not split for throttles', () => {
    const shard = new Shard(bisecting).give(records(1, 2)).isThrottled().waitAsAsked();
    expect(shard.batches).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('splits at the record that the response reports, and retries only the rest', () => {
    const shard = new Shard({ ...reporting, MaximumRetryAttempts: 0 }).give(records(1, 2, 3, 4)).returns(report(3));
    expect(shard.done).toBe(2);
    expect(shard.waitAsAsked().batches.at(-1)).toEqual([3, 4]);
  });

  it('halves when the response reports the first record, or makes no sense', () => {
    const shard = new Shard(reporting)
      .give(records(1, 2, 3, 4))
      .returns(report(1))
      .returns('garbage');
    expect(shard.batches).toEqual([[1, 2, 3, 4], [1, 2], [1]]);
  });
});
