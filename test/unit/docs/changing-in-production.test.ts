import { readFileSync } from 'node:fs';
import path from 'node:path';
import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { readPublished } from '../../../cli/schema/files.ts';
import { max, min } from '../../../core/analysis/aggregate.ts';
import { createKeyFold } from '../../../core/analysis/fold/key-fold.ts';
import { requireAnalysis } from '../../../core/analysis/require-analysis.ts';
import { defineAnalysis } from '../../../core/define-analysis.ts';
import { createJudge } from '../../../core/judge.ts';
import { checkSchema } from '../../../core/schema/evolution.ts';
import { repositoryRoot } from '../../../localstack/config.ts';
import { analysis } from '../../../pipelines/sensors/analysis.ts';
import type { SensorReading } from '../../../pipelines/sensors/event.ts';
import sensors from '../../../pipelines/sensors.ts';
import { recordOf } from '../../support/records.ts';

const page = readFileSync(path.join(repositoryRoot, 'docs/changing-in-production.md'), 'utf8');
const pipeline = requireAnalysis(sensors);

/** A reading of a device in that second of a minute. */
function reading(second: number): { event: SensorReading; record: ReturnType<typeof recordOf> } {
  const time = Date.UTC(2026, 10, 22, 23, 50, second);
  const ts = new Date(time).toISOString();
  const event = { event_id: `e${second}`, device_id: 'sensor-1', ts, temperature_c: 25, humidity_pct: 50 };
  return { event, record: recordOf(event, { sequence: second + 1, arrivedAt: time, partitionKey: 'sensor-1' }) };
}

/** What comes of a reading after a deployment of `definition`. */
function fold(definition: typeof analysis, state: string | undefined, second: number) {
  const accepted = reading(second);
  const outcome = createKeyFold({ ...pipeline, analysis: defineAnalysis(definition) }).fold({
    key: 'sensor-1',
    state,
    batch: { from: accepted.record.position, now: accepted.record.arrivedAt },
    records: [accepted],
  });
  const rows = outcome.results.map(({ window, values }) => `${window} ${values.readings}`);
  return { state: (outcome.acknowledged ?? outcome).state, rows, reset: outcome.counts.partsReset };
}

const [perMinute] = analysis.windows ?? [];
if (perMinute === undefined) throw new Error('sensors has no window');
const humidity = (event: SensorReading): number => event.humidity_pct;
const changed = {
  ...perMinute,
  aggregates: { ...perMinute.aggregates, humidity_max: max(humidity), humidity_min: min(humidity) },
};
const before = fold(analysis, fold(analysis, undefined, 1).state, 2);

describe('docs/changing-in-production.md', () => {
  it('a changed window counts from the deployment on; with it the rule on it begins anew: two parts a key', () => {
    expect(before).toMatchObject({ rows: ['per_minute 2'], reset: 0 });
    const after = fold({ ...analysis, windows: [changed] }, before.state, 3);
    expect(after).toMatchObject({ rows: ['per_minute 1'], reset: 2 });
    expect(page).toContain('two a key here, the window and the rule `failure-risk` on it');
  });

  it('under a new name it begins beside the old one, which goes on', () => {
    const both = fold({ ...analysis, windows: [perMinute, { ...changed, name: 'per_minute_2' }] }, before.state, 3);
    expect(both.rows.toSorted()).toEqual(['per_minute 3', 'per_minute_2 1']);
    expect(both.reset).toBe(0);
    const gone = fold({ ...analysis, windows: [{ ...changed, name: 'per_minute_2' }], rules: [] }, both.state, 4);
    expect(gone.rows).toEqual(['per_minute_2 2']);
  });

  it('a new optional field is compatible, and is to be published: in the words of the page', async () => {
    const schema = Type.Object({
      ...sensors.schema.properties,
      battery_pct: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
    });
    const { complaints, state } = checkSchema(
      { ...sensors, schema } as typeof sensors,
      await readPublished(repositoryRoot, 'sensors'),
    );
    expect(state).toBe('outdated');
    for (const complaint of complaints) expect(page).toContain(complaint);
  });

  it('what the schema does not name yet is dropped, and what is newer than the pipeline waits for a person', () => {
    const judge = createJudge(sensors);
    const { event, record } = reading(5);
    const raw = { ...event, ts: new Date(record.arrivedAt).toISOString(), battery_pct: 81 };
    const taken = judge(recordOf(raw, { sequence: 9, arrivedAt: record.arrivedAt, partitionKey: 'sensor-1' }));
    expect(taken).toMatchObject({ accepted: { event: { event_id: 'e5' } } });
    expect('accepted' in taken && taken.accepted.event).not.toHaveProperty('battery_pct');
    const newer = judge(
      recordOf({ ...raw, schema_version: 3 }, { sequence: 10, arrivedAt: record.arrivedAt, partitionKey: 'sensor-1' }),
    );
    expect(JSON.stringify(newer)).toContain('unknown-schema-version');
  });
});
