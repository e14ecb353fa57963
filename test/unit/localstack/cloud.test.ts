import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { resetCloud } from '../../../localstack/cloud.ts';
import { cloudConfig, serviceNames } from '../../../localstack/config.ts';

const home = mkdtempSync(path.join(tmpdir(), 'caudal-cloud-'));

test('reset leaves nothing of the cloud but what another command waits with, and leaves the other clouds', async () => {
  const [config, other] = ['default', 'other'].map((name) => cloudConfig({ CAUDAL_HOME: home, CAUDAL_CLOUD: name }));
  if (!config || !other) throw new Error('two clouds');
  for (const folder of [config.folder, other.folder]) {
    for (const name of ['data', 'logs', 'cdk', 'cdk.out']) mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, 'outputs.json'), '{}');
  }
  writeFileSync(path.join(config.folder, 'cloud.lock.12'), '{}');
  const { services } = await resetCloud(config);
  expect(services.map(({ state }) => state)).toEqual(serviceNames.map(() => 'stopped'));
  expect(readdirSync(config.folder)).toEqual(['cloud.lock.12']);
  expect(readdirSync(other.folder)).toEqual(['cdk', 'cdk.out', 'data', 'logs', 'outputs.json']);
});
