import { describe, expect, it } from 'vitest';
import { bind, createTable, insertStatement } from '../../../core/cql.ts';
import { latestValues, rejectedEvents } from '../../../core/operations-tables.ts';
import type { Table } from '../../../core/table.ts';
import sensors from '../../../pipelines/sensors.ts';
import { reading } from '../../support/records.ts';

const { table } = sensors.record;

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

describe('createTable', () => {
  it('makes the course’s table', () => {
    expect(createTable(table)).toBe(
      [
        'CREATE TABLE IF NOT EXISTS "rt"."sensor_readings" (',
        '  "event_id" text,',
        '  "device_id" text,',
        '  "ts" timestamp,',
        '  "temperature_c" double,',
        '  "humidity_pct" double,',
        '  PRIMARY KEY ("event_id")',
        ')',
      ].join('\n'),
    );
  });

  it('says partition, clustering and time to live', () => {
    const text = createTable(rejectedEvents);
    expect(text).toContain('PRIMARY KEY (("pipeline", "day", "bucket"), "arrived_at", "shard", "sequence")');
    expect(text).toContain(
      'WITH CLUSTERING ORDER BY ("arrived_at" DESC, "shard" ASC, "sequence" ASC) AND default_time_to_live = 2592000',
    );
  });
});
