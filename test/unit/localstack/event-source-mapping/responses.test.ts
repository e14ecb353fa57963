import { describe, expect, it } from 'vitest';
import { record, records, Shard } from './support/shard.ts';

const reporting = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
const [first, second, third] = records(1, 2, 3).map(({ sequenceNumber }) => sequenceNumber);
const failures = (...identifiers: readonly unknown[]) => ({
  batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('a batch response', () => {
  it.each([
    ['an empty list', { batchItemFailures: [] }],
    ['a null list', { batchItemFailures: null }],
    ['an empty response', {}],
    ['a null response', null],
    ['no response', ''],
  ])('%s is success', (_, response) => {
    const shard = new Shard(reporting).give(records(1, 2, 3)).returns(response);
    expect(shard.done).toBe(3);
    expect(shard.last('result').text).toBe('OK');
  });

  it('makes the lowest sequence number the checkpoint, compared as a number', () => {
    const numbers = ['9', '10', '11'].map((sequenceNumber, index) => ({ ...record(index), sequenceNumber }));
    const shard = new Shard(reporting).give(numbers).returns(failures('11', '10'));
    expect(shard.last('checkpoint').checkpoint.position).toEqual({ type: 'after', sequenceNumber: '9' });
    shard.waitAsAsked();
    expect(shard.last('invoke').records.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['10', '11']);
  });

  it.each([
    ['an empty identifier', failures(third, '')],
    ['a null identifier', failures(third, null)],
    ['an identifier that is no text', failures(third, 3)],
    ['an identifier of another batch', failures(third, '12345')],
    ['an identifier under another name', { batchItemFailures: [{ itemIdentifier: third }, { id: second }] }],
    ['an element that is no object', { batchItemFailures: [third] }],
    ['a list that is none', { batchItemFailures: { itemIdentifier: second } }],
    ['a response that is a list', [{ itemIdentifier: second }]],
    ['a response that is no JSON', 'oops'],
  ])('%s fails the whole batch', (_, response) => {
    const shard = new Shard(reporting).give(records(1, 2, 3)).returns(response);
    expect(shard.all('checkpoint')).toEqual([]);
    expect(shard.waitAsAsked().batches).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(shard.last('result').text).toBe('PROBLEM: Function call failed');
  });

  it('that names the first record fails the whole batch', () => {
    const shard = new Shard(reporting).give(records(1, 2, 3)).returns(failures(first));
    expect(shard.waitAsAsked().batches.at(-1)).toEqual([1, 2, 3]);
  });

  it('does not count when the mapping does not ask for it', () => {
    expect(new Shard().give(records(1, 2, 3)).returns(failures(second)).done).toBe(3);
  });
});
