import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { addUsage, billOf, type DailyUsage } from '../../core/cost/bill.ts';
import type { PricedItem } from '../../core/cost/price.ts';
import { type CostTemplate, pricedResources } from '../../core/cost/resources.ts';
import { sensorsFigures } from '../../core/cost/sensors-figures.ts';
import { usEast1 } from '../../core/cost/us-east-1.ts';
import { idleUsage, loadUsage } from '../../core/cost/usage.ts';
import type { TrialLoad } from './steps.ts';

const DAY_HOURS = 24;
const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;

/**
 * About what a trial has cost, in US dollars: what is billed by the hour for each hour that was begun, the events by the
 * second. Prices are those of us-east-1.
 *
 * @param templates folder of the templates that were deployed
 */
export async function trialCost(templates: string, load: TrialLoad, livedSeconds: number): Promise<number> {
  const files = (await readdir(templates)).filter((file) => file.endsWith('.template.json'));
  const read = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(path.join(templates, file), 'utf8')) as CostTemplate),
  );
  const resources = pricedResources(read);
  const hours = Math.ceil(livedSeconds / HOUR_SECONDS);
  const { eventsPerSecond, durationSeconds } = load;
  const events = loadUsage({ eventsPerSecond, devices: 20 }, resources, sensorsFigures);
  const used = addUsage(
    share(idleUsage(resources, sensorsFigures), hours / DAY_HOURS),
    share(events, durationSeconds / DAY_SECONDS),
  );
  return billOf(used, usEast1).usd;
}

function share(usage: DailyUsage, part: number): DailyUsage {
  const entries = Object.entries(usage) as [PricedItem, number][];
  return Object.fromEntries(entries.map(([item, quantity]) => [item, quantity * part]));
}
