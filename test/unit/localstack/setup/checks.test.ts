import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { checkMachine } from '../../../../localstack/setup/checks.mjs';
import { disksMissing } from '../../../../localstack/setup/disk.mjs';
import { places } from '../../../../localstack/setup/places.mjs';
import { steps } from '../../../../localstack/setup/steps/index.mjs';

// Processes start when the machine lets them.
vi.setConfig({ testTimeout: 30_000 });

const here = places({ CAUDAL_HOME: mkdtempSync(path.join(tmpdir(), 'caudal-checks-')) });

test('on a machine that has nothing, everything is named at once with the way to get it', async () => {
  const bare = { javas: ['/nonexistent/java'], pythons: ['/nonexistent/python3'], env: { PATH: '/nonexistent' } };
  const { found, missing } = await checkMachine(here, steps, bare);
  expect(found).toEqual({});
  expect(missing.map((line) => line.split(' ')[0])).toEqual(['Java', 'Maven', 'npm', 'Python']);
  expect(missing[0]).toMatch(/^Java 17 is missing \(no Java was found; .+ Get it with: /);
  for (const line of missing) expect(line).toContain('Get it with: ');
});

test('what no step needs is not looked for', async () => {
  const bare = { javas: [], pythons: [], env: { PATH: '/nonexistent' } };
  const npmAlone = steps.filter(({ name }) => name === 'node modules');
  expect((await checkMachine(here, npmAlone, bare)).missing).toEqual([expect.stringMatching(/^npm is missing/)]);
});

test('each disk must have room for the steps that write to it', () => {
  const two = (folder: string) => (folder === here.root ? { device: 1, free: 0.5 } : { device: 2, free: 2 });
  expect(disksMissing(here, steps, two)).toEqual([
    `Disk space is missing: the disk of ${here.root} has 0.5 GB free, set-up needs 1 GB there. Free some.`,
  ]);
  expect(disksMissing(here, steps, () => ({ device: 1, free: 2.5 }))).toEqual([
    `Disk space is missing: the disk of ${here.tools} and ${here.root} has 2.5 GB free, set-up needs 3 GB there. Free some, or move the folder: CAUDAL_HOME=<folder>.`,
  ]);
  expect(disksMissing(here, steps, () => ({ device: 1, free: 3 }))).toEqual([]);
});
