import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pipelineNamed } from '../../../pipelines/index.ts';

const folder = path.resolve(import.meta.dirname, '../../../docs');

const pages = [
  ['sensors', 'sensors'],
  ['observatory', 'observatory'],
  ['payments', 'payments'],
  ['users', 'users'],
  ['posts', 'examples'],
  ['logs', 'examples'],
] as const;

describe.each(pages)('%s in docs/%s.md', (name, file) => {
  const pipeline = pipelineNamed(name);
  const page = readFile(path.join(folder, `${file}.md`), 'utf8');

  it('names every table, column of the event, window and rule', async () => {
    const { analysis, record, queries, schema, stream } = pipeline;
    const tables = [record, ...queries, ...(analysis?.windows ?? []).flatMap(({ table }) => table ?? [])];
    const names = [
      ...tables.map(({ table }) => table.name),
      ...(analysis?.alertTable ? [analysis.alertTable.table.name] : []),
      ...(analysis?.windows ?? []).flatMap((window) => [window.name, ...Object.keys(window.aggregates)]),
      ...(analysis?.rules ?? []).map((rule) => rule.name),
      ...Object.keys(schema.properties),
      stream.name,
    ];
    // `temperature_avg`, `_min`, … stand for temperature_avg, temperature_min.
    const text = await page;
    const said = (word: string) => text.includes(word) || text.includes(`\`${word.slice(word.lastIndexOf('_'))}\``);
    expect(names.filter((word) => !said(word))).toEqual([]);
  });

  it('links to what is there', async () => {
    const links = [...(await page).matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(2);
    expect(links.filter((link) => !existsSync(path.join(folder, link)))).toEqual([]);
  });
});
