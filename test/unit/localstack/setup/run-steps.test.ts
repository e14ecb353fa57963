import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { places } from '../../../../localstack/setup/places.mjs';
import { runSteps } from '../../../../localstack/setup/run-steps.mjs';
import { jars } from '../../../../localstack/setup/steps/jars.mjs';
import { nodeModules } from '../../../../localstack/setup/steps/node-modules.mjs';

// Processes start when the machine lets them.
vi.setConfig({ testTimeout: 30_000 });

const home = mkdtempSync(path.join(tmpdir(), 'caudal-run-steps-'));
const here = { ...places({ CAUDAL_HOME: home }), root: path.join(home, 'checkout') };
const signal = new AbortController().signal;

function listener() {
  const complaints: string[] = [];
  const complain = (text: string) => complaints.push(text);
  return { complaints, progress: { say: vi.fn(), begin: vi.fn(), end: vi.fn(), stop: vi.fn(), complain } };
}

test('a step whose work is not there has failed, however well its commands ended', async () => {
  const step = { ...jars, isDone: () => false, run: async () => {} };
  const { complaints, progress } = listener();
  expect(await runSteps([step], here, { found: {}, signal, progress })).toBe(false);
  expect(complaints).toEqual([
    `jars: its commands ended well, but what they should have made is not there. All that it printed: ${path.join(here.logs, 'maven.log')}`,
  ]);
  expect(progress.end).toHaveBeenCalledWith('jars', false);
});

test('npm is told to install all, also under NODE_ENV=production', async () => {
  const bin = path.join(home, 'bin');
  const node = path.join(here.root, 'node_modules', '.bin', 'node');
  mkdirSync(bin, { recursive: true });
  mkdirSync(here.root, { recursive: true });
  const fakeNode = `mkdir -p '${path.dirname(node)}'; printf '#!/bin/sh\\necho v24.0.0' > '${node}'; chmod +x '${node}'`;
  const log = path.join(home, 'asked');
  writeFileSync(path.join(bin, 'npm'), `#!/bin/sh\necho "$@" >> '${log}'\n${fakeNode}\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
  vi.stubEnv('npm_execpath', undefined);
  await nodeModules.run(here, { log: path.join(home, 'npm.log'), signal, locks: [], found: {} });
  vi.unstubAllEnvs();
  expect(readFileSync(log, 'utf8')).toContain('install --no-save --include=dev --include=optional');
});
