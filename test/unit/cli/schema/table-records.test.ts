import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { withTables, writeTableRecords } from '../../../../cli/schema/table-records.ts';
import type { Pipeline } from '../../../../core/pipeline.ts';
import type { SchemaReport } from '../../../../core/schema/evolution.ts';
import { TABLE_RECORDS_FILE } from '../../../../core/table-record.ts';
import { readTableRecords } from '../../../../infra/table-records.ts';
import { repositoryRoot } from '../../../../localstack/config.ts';
import { pipelineNamed, pipelines } from '../../../../pipelines/index.ts';

const sensors = pipelineNamed('sensors');
const published: SchemaReport = {
  pipeline: 'sensors',
  version: 2,
  oldest: 1,
  state: 'published',
  complaints: [],
  notes: [],
};
const unpublished: SchemaReport = { ...published, state: 'unpublished' };

/** The pipeline with another key of its table of record. */
function rekeyed(pipeline: Pipeline): Pipeline {
  const { table } = pipeline.record;
  return { ...pipeline, record: { ...pipeline.record, table: { ...table, partitionKey: ['device_id'] } } };
}

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tables-'));
});

describe('records of tables', () => {
  it('are none at first, and nothing is asked of a pipeline that is not published', () => {
    expect(readTableRecords(root)).toEqual({});
    expect(withTables(unpublished, sensors, {})).toBe(unpublished);
  });

  it('are asked for once a schema is published, and written with it', async () => {
    const before = withTables(published, sensors, {});
    expect(before.state).toBe('outdated');
    expect(before.complaints).toEqual([
      expect.stringMatching(
        /^sensors: schemas\/tables\.json is behind on .*rt\.sensor_readings.*: \.\/caudal schema sensors --publish$/,
      ),
    ]);
    expect(await writeTableRecords(root, sensors, {})).toBe(TABLE_RECORDS_FILE);
    const records = readTableRecords(root);
    expect(Object.keys(records)).toEqual(Object.keys(records).toSorted());
    expect(withTables(published, sensors, records)).toBe(published);
  });

  it('refuse another key of the same name', async () => {
    await writeTableRecords(root, sensors, {});
    const report = withTables(published, rekeyed(sensors), readTableRecords(root));
    expect(report.state).toBe('refused');
    expect(report.complaints).toEqual([
      expect.stringMatching(
        /^rt\.sensor_readings: the partition key was \(event_id text\) and is \(device_id text\) now\./,
      ),
    ]);
  });

  it('keep those of other pipelines', async () => {
    await writeTableRecords(root, sensors, {});
    await writeTableRecords(root, pipelineNamed('users'), readTableRecords(root));
    expect(Object.keys(readTableRecords(root))).toEqual(
      expect.arrayContaining(['ops.alerts', 'rt.sensor_readings', 'users_stream.users']),
    );
  });

  it('have to be a JSON object', async () => {
    await writeTableRecords(root, sensors, {});
    await writeFile(path.join(root, TABLE_RECORDS_FILE), '{');
    expect(() => readTableRecords(root)).toThrow('schemas/tables.json is no JSON object');
  });
});

test('schemas/tables.json says what the tables of all pipelines are today', async () => {
  for (const pipeline of pipelines) await writeTableRecords(root, pipeline, readTableRecords(root));
  expect(JSON.parse(await readFile(path.join(repositoryRoot, TABLE_RECORDS_FILE), 'utf8'))).toEqual(
    readTableRecords(root),
  );
});
