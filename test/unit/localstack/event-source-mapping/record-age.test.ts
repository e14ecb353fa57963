import { describe, expect, it } from 'vitest';
import { NOW, record, Shard } from './support/shard.ts';

const aged = (number: number, seconds: number) => record(number, { at: NOW - seconds * 1000 });

describe('a record that is too old', () => {
  it('is given up before it is handed over', () => {
    const shard = new Shard({ MaximumRecordAgeInSeconds: 60 }).give([aged(1, 61), aged(2, 60)]);
    expect(shard.batches).toEqual([[2]]);
    expect(shard.last('lost').discard).toMatchObject({
      condition: 'RecordAgeExceeded',
      records: [aged(1, 61)],
      approximateInvokeCount: 0,
      lastFailure: undefined,
    });
  });

  it('is given up between retries, while younger ones of its batch go on with attempts of their own', () => {
    const shard = new Shard({ MaximumRecordAgeInSeconds: 60, MaximumRetryAttempts: 1 });
    shard.give([aged(1, 59), aged(2, 0)]).fails();
    shard.wait(2_000);
    expect(shard.last('lost').discard).toMatchObject({ condition: 'RecordAgeExceeded', approximateInvokeCount: 1 });
    expect(shard.fails().waitAsAsked().batches).toEqual([[1, 2], [2], [2]]);
  });

  it('is given up when only throttles kept it waiting', () => {
    const shard = new Shard({ MaximumRecordAgeInSeconds: 60 }).give([aged(1, 0)]);
    for (let turns = 0; shard.all('lost').length === 0 && turns < 100; turns += 1) shard.isThrottled().waitAsAsked();
    expect(shard.now - NOW).toBeGreaterThan(60_000);
    expect(shard.last('lost').discard.condition).toBe('RecordAgeExceeded');
  });

  it('behind younger ones is given up in its turn', () => {
    const shard = new Shard({ MaximumRecordAgeInSeconds: 60 }).give([aged(1, 1), aged(2, 90), aged(3, 1)]).returns();
    expect(shard.batches).toEqual([[1], [3]]);
    expect(shard.last('lost').discard.records).toEqual([aged(2, 90)]);
  });

  it('does not exist when the age is -1', () => {
    expect(new Shard({ MaximumRecordAgeInSeconds: -1 }).give([aged(1, 1e6)]).batches).toEqual([[1]]);
  });
});
