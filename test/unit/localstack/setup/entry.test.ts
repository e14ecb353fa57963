import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { repositoryRoot } from '../../../../localstack/config.ts';
import { nodeMissing } from '../../../../localstack/setup/node-version.mjs';

// Processes start when the machine lets them.
vi.setConfig({ testTimeout: 30_000 });

const script = path.join(repositoryRoot, 'localstack', 'setup.mjs');

function setUp(args: string[], env: Record<string, string>) {
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env });
}

test('names what is missing before any download', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'caudal-home-'));
  const { status, stderr } = setUp([], { CAUDAL_HOME: home, PATH: '/nonexistent', HOME: home });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Set-up: Maven is missing\. Get it with: /m);
  expect(stderr).not.toContain('…');
});

test('an older Node is told what is needed, in one line', () => {
  const older = 'data:text/javascript,Object.defineProperty(process,"version",{value:"v20.10.0"})';
  const { status, stderr } = spawnSync(process.execPath, ['--import', older, script], { encoding: 'utf8', env: {} });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Set-up: Node 20\.11 or later is needed \(this is v20\.10\.0\)\. Get one from .+\n$/);
});

test.each(['v20.11.0', 'v22.1.0', 'v24.21.0'])('%s is new enough', (version) => {
  expect(nodeMissing(version)).toBeUndefined();
});

test('refuses an option that it does not know', () => {
  const { status, stderr } = setUp(['--fast'], { PATH: '/nonexistent' });
  expect(status).toBe(1);
  expect(stderr).toContain('unknown option --fast');
});
