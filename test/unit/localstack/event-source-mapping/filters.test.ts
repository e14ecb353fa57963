import { describe, expect, it } from 'vitest';
import { dynamodbRecord, type JsonObject } from '../../../../localstack/event-source-mapping/index.ts';
import { matchesFilters } from '../../../../localstack/event-source-mapping/rules/filters/matches-filters.ts';
import { matchesPattern } from '../../../../localstack/event-source-mapping/rules/filters/matches-pattern.ts';
import { record, Shard, settingsWith, TABLE_STREAM } from './support/shard.ts';

const filters = (...patterns: readonly JsonObject[]) => ({
  FilterCriteria: { Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) },
});

/** Operator, rule, values that match, values that do not. */
const operators: readonly (readonly [string, JsonObject[string], readonly unknown[], readonly unknown[]])[] = [
  ['null', [null], [null], ['', 0, undefined, 'null']],
  ['empty', [''], [''], [null, 'x', undefined]],
  ['equals', ['Alice'], ['Alice', ['Bob', 'Alice']], ['alice', 'Alice ', null, undefined, { Alice: 1 }]],
  ['equals, of a number', [100], [100], ['100', 100.5, undefined]],
  ['equals, of a boolean', [true], [true], [false, 'true', 1]],
  ['equals (ignore case)', [{ 'equals-ignore-case': 'alice' }], ['ALICE', 'Alice'], ['Bob', 5, null, undefined]],
  ['or', ['Credit', 'Debit'], ['Credit', 'Debit'], ['Cash', undefined]],
  ['not', [{ 'anything-but': ['Raining'] }], ['Sunny', null, 5], ['Raining', undefined]],
  ['not, of one value', [{ 'anything-but': 5 }], [6, '5'], [5, undefined]],
  ['numeric (equals)', [{ numeric: ['=', 100] }], [100, 1e2], ['100', 99, null, undefined]],
  ['numeric (range)', [{ numeric: ['>', 10, '<=', 20] }], [10.1, 20], [10, 20.1, '15', undefined]],
  ['numeric (one bound)', [{ numeric: ['<', 0] }], [-1], [0, 1]],
  ['numeric (at least)', [{ numeric: ['>=', 5] }], [5, 6], [4.9]],
  ['exists', [{ exists: true }], ['x', null, 0, false], [undefined, { nested: 1 }]],
  ['does not exist', [{ exists: false }], [undefined], ['x', null]],
  ['begins with', [{ prefix: 'us-' }], ['us-east-1'], ['eu-us-', 5, undefined]],
  ['ends with', [{ suffix: '.png' }], ['a.png'], ['a.PNG', '.png.gz', undefined]],
];

describe('a filter rule', () => {
  it.each(operators)('%s matches what AWS says', (_, rule, matching, others) => {
    const matches = (value: unknown) => matchesPattern({ field: rule }, JSON.parse(JSON.stringify({ field: value })));
    expect(matching.filter((value) => !matches(value))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });

  it('of several fields wants all of them, $or one of its alternatives', () => {
    const and = { Location: ['New York'], Day: ['Monday'] };
    expect(matchesPattern(and, { Location: 'New York', Day: 'Monday' })).toBe(true);
    expect(matchesPattern(and, { Location: 'New York', Day: 'Friday' })).toBe(false);
    const or = { Kind: ['a'], $or: [{ Location: ['New York'] }, { Day: ['Monday'] }] };
    expect(matchesPattern(or, { Kind: 'a', Location: 'Paris', Day: 'Monday' })).toBe(true);
    expect(matchesPattern(or, { Kind: 'a', Location: 'Paris', Day: 'Friday' })).toBe(false);
    expect(matchesPattern(or, { Kind: 'b', Location: 'New York', Day: 'Monday' })).toBe(false);
  });

  it('reaches into objects and lists of objects', () => {
    const pattern = { order: { items: { price: [{ numeric: ['>', 10] }] } } };
    expect(matchesPattern(pattern, { order: { items: [{ price: 5 }, { price: 15 }] } })).toBe(true);
    expect(matchesPattern(pattern, { order: { items: [{ price: 5 }] } })).toBe(false);
    expect(matchesPattern(pattern, { order: 'none' })).toBe(false);
  });
});

describe('filter criteria', () => {
  it('match when one of the filters does', () => {
    const settings = settingsWith(filters({ data: { n: [1] } }, { data: { n: [3] } }));
    expect([1, 2, 3].filter((number) => matchesFilters(settings, record(number)))).toEqual([1, 3]);
  });

  it('see the data of Kinesis as JSON, and its metadata beside it', () => {
    const settings = settingsWith(filters({ partitionKey: ['a'], data: { n: [1] } }));
    expect(matchesFilters(settings, record(1, { key: 'a' }))).toBe(true);
    expect(matchesFilters(settings, record(1, { key: 'b' }))).toBe(false);
    expect(matchesFilters(settings, record(2, { key: 'a' }))).toBe(false);
  });

  it('drop data that is no JSON when they ask for data, be it for its absence', () => {
    const data = 'plain text';
    expect(matchesFilters(settingsWith(filters({ data: { n: [{ exists: false }] } })), record(1, { data }))).toBe(
      false,
    );
    expect(matchesFilters(settingsWith(filters({ partitionKey: ['k'] })), record(1, { data }))).toBe(true);
  });

  it('take data that nests without end for none, and go on', () => {
    const shard = new Shard(filters({ data: { n: [1] } }));
    shard.give([record(0, { data: `${'['.repeat(100_000)}${']'.repeat(100_000)}` }), record(1)]);
    expect(shard.batches).toEqual([[1]]);
  });

  it('see a DynamoDB record as its event', () => {
    const settings = settingsWith({
      EventSourceArn: TABLE_STREAM,
      ...filters({ eventName: ['INSERT'], dynamodb: { Keys: { Id: { N: ['101'] } } } }),
    });
    const made = (eventName: string, N: string) =>
      dynamodbRecord(settings, { eventID: '1', eventName, dynamodb: { Keys: { Id: { N } }, SequenceNumber: '1' } });
    expect(matchesFilters(settings, made('INSERT', '101'))).toBe(true);
    expect(matchesFilters(settings, made('INSERT', '102'))).toBe(false);
    expect(matchesFilters(settings, made('REMOVE', '101'))).toBe(false);
  });

  it('are asked before batches are made, and what they drop is done', () => {
    const shard = new Shard({ BatchSize: 2, ...filters({ data: { n: [1, 3, 5] } }) });
    shard.give([0, 1, 2, 3, 4].map((number) => record(number)));
    expect(shard.batches).toEqual([[1, 3]]);
    expect(shard.done).toBe(0);
    expect(shard.returns().done).toBe(4);
  });

  it('that drop everything move the checkpoint on without an invocation', () => {
    const shard = new Shard(filters({ data: { n: ['none'] } })).give([record(1), record(2)]);
    expect([shard.batches, shard.done]).toEqual([[], 2]);
  });
});
