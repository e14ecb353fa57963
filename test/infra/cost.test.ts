import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { addUsage, billOf } from '../../core/cost/bill.ts';
import { billTable } from '../../core/cost/bill-table.ts';
import { type CostTemplate, pricedResources } from '../../core/cost/resources.ts';
import { sensorsFigures } from '../../core/cost/sensors-figures.ts';
import { usEast1 } from '../../core/cost/us-east-1.ts';
import { idleUsage, loadUsage } from '../../core/cost/usage.ts';
import { repositoryRoot } from '../../localstack/config.ts';
import { caudalTemplates } from './support/synth.ts';

const page = readFileSync(path.join(repositoryRoot, 'docs/cost.md'), 'utf8');
const templates = Object.values(caudalTemplates()).map((template) => template.toJSON() as CostTemplate);
const resources = pricedResources(templates);
const idle = idleUsage(resources, sensorsFigures);
const busy = addUsage(idle, loadUsage({ eventsPerSecond: 50, devices: 50 }, resources, sensorsFigures));

// What fails here is a page that is behind: put the table that is shown into docs/cost.md.
it.each([
  ['idle', billTable(billOf(idle, usEast1))],
  ['at 50 events a second', billTable(billOf(busy, usEast1))],
])('docs/cost.md has what a day of sensors costs, %s, as the templates and figures say', (_, table) => {
  for (const line of table.split('\n')) expect(page, `docs/cost.md lacks a line of\n${table}`).toContain(line);
});

it('docs/cost.md counts what is deployed', () => {
  const { shards, alarmMetrics, dashboards, keys } = resources;
  const counts = `${shards} shards, ${alarmMetrics} metrics of alarms, ${dashboards} dashboard, ${keys} key`;
  expect(page).toContain(counts);
});

it('docs/cost.md lists every price with its page, and where and when it was read', () => {
  for (const [item, { usd, page: source, readIn, asOf }] of Object.entries(usEast1.prices)) {
    const price = usd < 1e-4 ? `${Number((usd * 1e6).toPrecision(6))} a million` : String(usd);
    expect(page).toContain(`| \`${item}\` | ${price} | [page](${source}) | ${readIn} | ${asOf} |`);
  }
});
