import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { clock, clockOfMachine } from '../../../../../localstack/doctor/machine/clock.mjs';
import { disk } from '../../../../../localstack/doctor/machine/disk.mjs';
import { halfMade } from '../../../../../localstack/doctor/machine/half-made.mjs';
import { hardLimit, openFiles } from '../../../../../localstack/doctor/machine/limits.mjs';
import { loopback } from '../../../../../localstack/doctor/machine/loopback.mjs';
import { memory, memoryOfMachine } from '../../../../../localstack/doctor/machine/memory.mjs';
import { setUpState } from '../../../../../localstack/doctor/machine/set-up.mjs';
import { system } from '../../../../../localstack/doctor/machine/system.mjs';
import { versions } from '../../../../../localstack/doctor/machine/versions.mjs';
import { processIdentity } from '../../../../../localstack/setup/identity.mjs';
import { places } from '../../../../../localstack/setup/places.mjs';

// Processes start when the machine lets them.
vi.setConfig({ testTimeout: 30_000 });

const bare = () => places({ CAUDAL_HOME: mkdtempSync(path.join(tmpdir(), 'caudal-doctor-')) });

test.each([
  ['linux', 2, 'ok'],
  ['darwin', 8, 'ok'],
  ['linux', 1, 'warning'],
  ['win32', 8, 'error'],
])('system: %s with %d processors is %s', (platform, cpus, level) => {
  expect(system({ platform, release: '1', cpus }).level).toBe(level);
});

test.each([
  [8, false, 'ok'],
  [3, false, 'warning'],
  [2, false, 'error'],
  [2, true, 'ok'],
  [0.2, true, 'error'],
])('memory: %d GB available, cloud running: %s, is %s', (available, cloudRuns, level) => {
  expect(memory({ total: 16, available, cloudRuns }).level).toBe(level);
});

test('memory of this machine is known', () => {
  const { total, available } = memoryOfMachine();
  expect(available).toBeGreaterThan(0);
  expect(available).toBeLessThanOrEqual(total);
});

test.each([
  [100, 'ok'],
  [3, 'warning'],
  [0.5, 'error'],
])('disk: %d GB free is %s', (free, level) => {
  expect(disk('/home/caudal', () => ({ free })).level).toBe(level);
});

const now = Date.UTC(2027, 0, 1);
const good = { now, fileTime: now, stepMs: 0, variable: undefined, zone: 'Europe/Madrid' };

test.each([
  ['as it should be', {}, 'ok'],
  ['UTC on purpose', { variable: 'Etc/UTC', zone: 'UTC' }, 'ok'],
  ['never set', { now: 0, fileTime: 0 }, 'error'],
  ['another one on the disk', { fileTime: now + 10_000 }, 'warning'],
  ['set just now', { stepMs: -5000 }, 'warning'],
  ['an unknown zone', { variable: 'Mars/Olympus', zone: 'UTC' }, 'warning'],
])('clock: %s', (_name, change, level) => {
  expect(clock({ ...good, ...change }).level).toBe(level);
});

test('the clock of this machine can be read', () => {
  const seen = clockOfMachine();
  expect(Math.abs(seen.fileTime - seen.now)).toBeLessThan(60_000);
});

test.each([
  ['1048576\n', 'ok'],
  ['unlimited', 'ok'],
  ['4096', 'warning'],
  ['1024', 'error'],
  [undefined, 'warning'],
])('open files: %s is %s', (answer, level) => {
  expect(openFiles(answer).level).toBe(level);
});

test('the limit of this machine can be read', async () => {
  expect(await hardLimit()).toMatch(/^(\d+|unlimited)\n$/);
});

test.each([
  [{ localhost: ['127.0.0.1', '::1'], 'caudal.localhost': ['127.0.0.1'] }, 'ok'],
  [{ localhost: ['127.0.0.1'], 'caudal.localhost': [] }, 'warning'],
  [{ localhost: ['127.0.0.1'], 'caudal.localhost': ['10.0.0.1'] }, 'warning'],
  [{ localhost: ['::1'], 'caudal.localhost': ['::1'] }, 'error'],
  [{ localhost: [], 'caudal.localhost': [] }, 'error'],
])('loopback: %j is %s', async (names: Record<string, string[]>, level) => {
  expect((await loopback(async (name) => names[name] ?? [])).level).toBe(level);
});

test('set-up: nothing pending is well; else it is said what lacks, and what the machine lacks for it', async () => {
  const step = { name: 'jars' } as never;
  expect((await setUpState(bare(), [])).map(({ level }) => level)).toEqual(['ok']);
  const able = await setUpState(bare(), [step], async () => ({ missing: [] }));
  expect(able).toMatchObject([{ level: 'warning', mend: 'node localstack/setup.mjs' }]);
  const unable = await setUpState(bare(), [step], async () => ({ missing: ['Maven is missing. Get it with: …'] }));
  expect(unable.map(({ level }) => level)).toEqual(['error', 'warning']);
});

test('versions: those of what is there, and a Node that is too old is named', () => {
  const here = places();
  expect(versions(here).found).toMatch(/^Node \d+.*Java 17\..*LocalStack 4\.14\.0.*Cassandra 5\.0.*DynamoDB Local 2/);
  expect(versions(bare()).found).toBe(`Node ${process.version.slice(1)}`);
  expect(versions(bare(), 'v18.1.0')).toMatchObject({ level: 'error', mend: expect.stringContaining('20.11') });
});

test('leftovers of set-up: what a killed one has left is named, one at work is not disturbed', () => {
  const here = bare();
  expect(halfMade(here).level).toBe('ok');
  mkdirSync(path.join(here.tools, 'python.new'), { recursive: true });
  const [lock = ''] = here.locks;
  writeFileSync(lock, JSON.stringify({ pid: process.pid, identity: 'an earlier one' }));
  expect(halfMade(here)).toMatchObject({ level: 'warning', found: expect.stringContaining('python.new') });
  writeFileSync(lock, JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) }));
  expect(halfMade(here).level).toBe('ok');
});

test('before set-up doctor runs on plain Node, from the same script', () => {
  const script = path.resolve(import.meta.dirname, '../../../../../localstack/doctor.mjs');
  const env = { ...process.env, CAUDAL_HOME: bare().home };
  const { stdout, status } = spawnSync(process.execPath, [script, 'doctor', '--json'], { env, encoding: 'utf8' });
  const { findings, isWell } = JSON.parse(stdout);
  expect(findings.map(({ check }: { check: string }) => check)).toContain('set-up');
  expect(status).toBe(isWell ? 0 : 1);
  expect(spawnSync(process.execPath, [script, '--colour'], { env, encoding: 'utf8' })).toMatchObject({ status: 2 });
});
