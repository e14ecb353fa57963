import { describe, expect, it } from 'vitest';
import type { Table } from '../../../core/table.ts';
import { isRecorded, recordOf, tableComplaint } from '../../../core/table-record.ts';

const table: Table = {
  keyspace: 'rt',
  name: 'readings',
  answers: 'What did a device report on a day?',
  columns: { device_id: 'text', day: 'date', ts: 'timestamp', value: 'double' },
  partitionKey: ['device_id', 'day'],
  clusteringKey: [{ column: 'ts', order: 'DESC' }],
};
const records = { 'rt.readings': recordOf(table) };

describe('a table that is recorded', () => {
  it('is recorded with its keys, their order and all types', () => {
    expect(recordOf(table)).toEqual({
      partitionKey: ['device_id text', 'day date'],
      clusteringKey: ['ts timestamp DESC'],
      columns: table.columns,
      clientTimestamps: false,
    });
    expect(isRecorded(table, records)).toBe(true);
  });

  it.each<[string, Partial<Table>, string]>([
    [
      'another partition key',
      { partitionKey: ['device_id'] },
      'the partition key was (device_id text, day date) and is (device_id text) now',
    ],
    [
      'another order of clustering',
      { clusteringKey: [{ column: 'ts', order: 'ASC' }] },
      'the clustering key was (ts timestamp DESC) and is (ts timestamp ASC) now',
    ],
    ['a clustering key less', { clusteringKey: [] }, 'the clustering key was (ts timestamp DESC) and is () now'],
    ['another type', { columns: { ...table.columns, value: 'text' } }, 'the column value was double and is text now'],
    ['timestamps of its own', { clientTimestamps: true }, 'its writes carried no timestamps and do now'],
  ])('cannot have %s: it has to be another table', (_, change, words) => {
    const complaint = tableComplaint({ ...table, ...change }, records);
    expect(complaint).toContain(`rt.readings: ${words}. No deployment can change that`);
    expect(complaint).toContain('Give it a new name, such as readings_v2, and docs/stages.md says');
  });

  it('says all that changed', () => {
    const columns = { ...table.columns, day: 'text' } as const;
    expect(tableComplaint({ ...table, columns }, records)).toMatch(
      /\(device_id text, day text\) now; the column day was date/,
    );
  });

  it('may get further columns, lose some, and have another time to live', () => {
    const columns = { device_id: 'text', day: 'date', ts: 'timestamp', unit: 'text' } as const;
    const changed: Table = { ...table, columns, ttlSeconds: 60 };
    expect(tableComplaint(changed, records)).toBeUndefined();
    expect(isRecorded(changed, records)).toBe(false);
    const record = recordOf(changed, records['rt.readings']);
    expect(record.columns).toEqual({ ...columns, value: 'double' });
    expect(isRecorded(changed, { 'rt.readings': record })).toBe(true);
    const back: Table = { ...table, columns: { ...columns, value: 'int' } };
    expect(tableComplaint(back, { 'rt.readings': record })).toContain('the column value was double and is int now');
  });

  it.each([
    ['readings_v2', 'readings_v3'],
    ['v2_readings', 'v2_readings_v2'],
    ['readings_v9', 'readings_v10'],
  ])('called %s would be followed by %s', (name, next) => {
    const named = { ...table, name };
    const complaint = tableComplaint({ ...named, partitionKey: ['device_id'] }, { [`rt.${name}`]: recordOf(named) });
    expect(complaint).toContain(`such as ${next}, and`);
  });
});

it('nothing is said of a table of which nothing is recorded', () => {
  expect(tableComplaint({ ...table, partitionKey: ['ts'] }, {})).toBeUndefined();
  expect(isRecorded(table, {})).toBe(false);
});
