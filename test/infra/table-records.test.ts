import { describe, expect, it } from 'vitest';
import { recordOf, type TableRecords } from '../../core/table-record.ts';
import { addCaudal } from '../../infra/caudal.ts';
import { pipelineNamed } from '../../pipelines/index.ts';
import { testApp } from './support/synth.ts';

const sensors = pipelineNamed('sensors');
const { table } = sensors.record;
const former = { ...table, partitionKey: ['device_id'] };

const synth = (tableRecords: TableRecords) => () => addCaudal(testApp(), [sensors], { tableRecords });

describe('a table whose key is another than the one that is recorded', () => {
  it('is refused at synth, in words: what changed, and that it needs a new name', () => {
    expect(synth({ 'rt.sensor_readings': recordOf(former) })).toThrow(
      'Table rt.sensor_readings: the partition key was (device_id text) and is (event_id text) now. No deployment can ' +
        'change that in a table that is there. Give it a new name, such as sensor_readings_v2',
    );
  });

  it('is refused of operations, too', () => {
    expect(synth({ 'ops.alerts': { ...recordOf(table), partitionKey: ['pipeline text'] } })).toThrow(
      'Table ops.alerts: the partition key was (pipeline text) and is (pipeline text, day date) now',
    );
  });

  it('is taken under a new name, and where nothing is recorded', () => {
    expect(synth({ 'rt.sensor_readings_v1': recordOf(former) })).not.toThrow();
    expect(synth({})).not.toThrow();
  });
});

it('the record of this checkout takes its pipelines, in every stage', () => {
  expect(() => addCaudal(testApp({ prefix: 'dev' }), [sensors])).not.toThrow();
});
