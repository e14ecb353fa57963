import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { outputsFile } from '../../../cli/outputs-file.ts';
import { selectionOf, withPipelines } from '../../../cli/pipeline-selection.ts';
import { type CloudConfig, cloudConfig } from '../../../localstack/config.ts';
import { examples, pipelines } from '../../../pipelines/index.ts';

const all = pipelines.map(({ name }) => name);
const usual = all.filter((name) => !examples.includes(name));

/** A cloud that is down, with what was deployed to it last. */
async function downCloud(deployed?: readonly string[]): Promise<CloudConfig> {
  const folder = mkdtempSync(path.join(tmpdir(), 'caudal-selection-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const config = { ...cloudConfig({ CAUDAL_HOME: folder, CAUDAL_PORT: String(await freePort()) }), folder };
  const outputs = { 'caudal-storage': { Pipelines: deployed?.join(',') } };
  if (deployed) writeFileSync(outputsFile(config), JSON.stringify(outputs));
  return config;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

it('leaves it to cdk.json where nothing more is deployed or asked for', async () => {
  expect(await withPipelines(await downCloud(), ['retainData=true'], 'sensors')).toEqual(['retainData=true']);
  expect(await withPipelines(await downCloud(usual.slice(1)))).toEqual([]);
});

it('keeps what is deployed, and adds what is asked for, in the order of the list', () => {
  const known = ['sensors', 'posts', 'payments', 'logs'];
  expect(selectionOf(known, ['sensors', 'payments'], ['logs', 'sensors', 'posts'])).toBe('sensors,posts,payments,logs');
  expect(selectionOf(known, ['sensors', 'payments'], ['payments', 'gone'])).toBeUndefined();
});

it('leaves a selection as it is, and drops what is no pipeline any more', async () => {
  const chosen = ['pipelines=sensors'];
  expect(await withPipelines(await downCloud(all), chosen)).toBe(chosen);
  expect(await withPipelines(await downCloud([...usual, 'gone']))).toEqual([]);
});
