import { describe, expect, it } from 'vitest';
import { bind, deleteStatement, insertStatement, selectStatement } from '../../../core/cql.ts';
import { latestValues } from '../../../core/operations-tables.ts';
import type { Table } from '../../../core/table.ts';
import sensors from '../../../pipelines/sensors.ts';
import { reading } from '../../support/records.ts';

const { event_id, device_id, ts, temperature_c, humidity_pct } = sensors.record.table.columns;
const table = { ...sensors.record.table, columns: { event_id, device_id, ts, temperature_c, humidity_pct } } as Table;

describe('insertStatement', () => {
  it('has a marker a column, in the order of the table', () => {
    expect(insertStatement(table)).toEqual({
      cql: 'INSERT INTO "rt"."sensor_readings" ("event_id", "device_id", "ts", "temperature_c", "humidity_pct") VALUES (?, ?, ?, ?, ?)',
      columns: ['event_id', 'device_id', 'ts', 'temperature_c', 'humidity_pct'],
    });
  });

  it('ends with the timestamp where the table takes one', () => {
    expect(insertStatement(latestValues).cql).toMatch(/VALUES \(\?, \?, \?, \?, \?, \?\) USING TIMESTAMP \?$/);
  });

  it.each(['Rt', 'a"b', 'a;drop', '', '1st'])('refuses the name %j', (name) => {
    expect(() => insertStatement({ ...table, name })).toThrow(/CQL name must be .* \(received/);
  });
});

describe('deleteStatement', () => {
  it('names the row by its whole key', () => {
    const orders: Table = { ...table, partitionKey: ['device_id'], clusteringKey: [{ column: 'ts', order: 'ASC' }] };
    expect(deleteStatement(orders)).toEqual({
      cql: 'DELETE FROM "rt"."sensor_readings" WHERE "device_id" = ? AND "ts" = ?',
      columns: ['device_id', 'ts'],
    });
  });

  it('begins with the timestamp where the table takes one', () => {
    expect(deleteStatement(latestValues).cql).toBe(
      'DELETE FROM "ops"."latest_values" USING TIMESTAMP ? WHERE "pipeline" = ? AND "bucket" = ? AND "key" = ?',
    );
  });
});

describe('bind', () => {
  it('orders the values of a row as the markers, and binds null where there is none', () => {
    expect(bind(table, { ts: new Date(0), event_id: 'a' })).toEqual(['a', null, new Date(0), null, null]);
  });

  it('keeps what is false or zero', () => {
    const flags: Table = { ...table, columns: { event_id: 'text', a: 'boolean', b: 'int', c: 'text' } };
    expect(bind(flags, { event_id: 'a', a: false, b: 0, c: '' })).toEqual(['a', false, 0, '']);
  });

  it('refuses a column that the table does not have', () => {
    expect(() => bind(table, { ...reading, day: '2025-10-16' })).toThrow(
      'Table rt.sensor_readings has no column "day"',
    );
    expect(() => bind(table, { constructor: 'x' })).toThrow(/no column "constructor"/);
  });
});

describe('selectStatement', () => {
  const byDevice: Table = {
    keyspace: 'rt',
    name: 'orders_by_device',
    answers: 'What was ordered on a day?',
    columns: { device_id: 'text', day: 'date', order: 'text' },
    partitionKey: ['device_id', 'day'],
  };

  it('reads all columns, in the order of the table, by the columns that are bound', () => {
    expect(selectStatement(byDevice, { where: ['device_id', 'day'] })).toBe(
      'SELECT "device_id", "day", "order" FROM "rt"."orders_by_device" WHERE "device_id" = ? AND "day" = ?',
    );
  });

  it('reads the columns named, in the order named, also one whose name CQL reserves', () => {
    expect(selectStatement(byDevice, { columns: ['order', 'day'], where: ['order'] })).toBe(
      'SELECT "order", "day" FROM "rt"."orders_by_device" WHERE "order" = ?',
    );
  });

  it('reads the rows of a list of keys', () => {
    expect(selectStatement(table, { columns: ['event_id'], whereIn: 'event_id' })).toBe(
      'SELECT "event_id" FROM "rt"."sensor_readings" WHERE "event_id" IN ?',
    );
  });

  it.each([
    { where: ['firmware'] },
    { whereIn: 'firmware' },
    { columns: ['firmware'], where: ['event_id'] },
    { columns: ['constructor'], where: ['event_id'] },
  ])('refuses a column that the table does not have: %j', (selection) => {
    expect(() => selectStatement(table, selection)).toThrow(/^Table rt\.sensor_readings has no column "\w+"$/);
  });

  it('refuses to read a table whole, or nothing of it', () => {
    expect(() => selectStatement(table, { where: [] })).toThrow(/needs at least one column in where \(received none\)/);
    expect(() => selectStatement(table, { columns: [], where: ['event_id'] })).toThrow(
      /needs at least one column in columns \(received none\)/,
    );
  });

  it('refuses a name that is no CQL name', () => {
    expect(() => selectStatement({ ...table, keyspace: 'Rt' }, { where: ['event_id'] })).toThrow(/CQL name must be/);
  });
});
