import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import Type, { type TObject } from 'typebox';
import { describe, expect, it } from 'vitest';
import { readPublished } from '../../../cli/schema/files.ts';
import { listText } from '../../../cli/schema/text.ts';
import { definePipeline } from '../../../core/define-pipeline.ts';
import { fields, number, trimmed } from '../../../core/normalise.ts';
import { checkSchema } from '../../../core/schema/evolution.ts';
import { type Upcast, unchanged } from '../../../core/schema/versions.ts';
import { repositoryRoot } from '../../../localstack/config.ts';
import { pipelines } from '../../../pipelines/index.ts';
import sensors from '../../../pipelines/sensors.ts';

const folder = path.join(repositoryRoot, 'docs');
const page = await readFile(path.join(folder, 'schemas.md'), 'utf8');
const published = await readPublished(repositoryRoot, 'sensors');

/** The sensors of the page: humidity in whole numbers, and a site for the location. */
const { location, ...rest } = sensors.schema.properties;
const schema: TObject = Type.Object({
  ...rest,
  humidity_pct: Type.Integer({ minimum: 0, maximum: 100 }),
  site: Type.String({ format: 'id' }),
});
const normalise = fields({
  ...Object.fromEntries(Object.keys(rest).map((field) => [field, trimmed])),
  temperature_c: number,
  humidity_pct: number,
  site: trimmed,
});
const { upcasts, ...plain } = sensors;
const changed = (upcast?: Upcast) =>
  checkSchema(
    definePipeline({
      ...plain,
      schema,
      normalise,
      ...(upcast ? { schemaVersion: 3, upcasts: { 1: unchanged, 2: upcast } } : { upcasts: { 1: unchanged } }),
    } as Parameters<typeof definePipeline>[0]),
    published,
  );

/** The lines of a text, each with single spaces. */
const words = (text: string) => text.split('\n').map((line) => line.replaceAll(/ +/g, ' '));

describe('docs/schemas.md', () => {
  it('lists what caudal schema lists of the published ones', async () => {
    const reports = await Promise.all(
      pipelines.map(async (one) => checkSchema(one, await readPublished(repositoryRoot, one.name))),
    );
    const listed = listText(reports.filter(({ state }) => state === 'published'));
    expect(words(page)).toEqual(expect.arrayContaining(words(listed)));
  });

  it('shows a refused change as it is refused', () => {
    const { complaints } = changed();
    expect(complaints).toHaveLength(3);
    for (const complaint of complaints) expect(page).toContain(complaint);
  });

  it('shows what an upcast that does nothing comes to, and one that does it', () => {
    const { complaints } = changed(unchanged);
    const shown = complaints.find((complaint) => /version 2, .*humidity/.test(complaint)) ?? '';
    expect(shown).not.toBe('');
    expect(page).toContain(shown.slice(0, shown.indexOf(',"pressure_hpa"')));
    const mended = changed(({ location: site = 'unknown', ...raw }) => ({
      ...raw,
      site,
      humidity_pct: Math.round(Number(raw.humidity_pct)),
    }));
    expect(mended.complaints).toEqual([expect.stringMatching(/v3.json is not there yet/)]);
  });

  it('links to what is there', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(2);
    expect(links.filter((link) => !existsSync(path.join(folder, link)))).toEqual([]);
  });
});
