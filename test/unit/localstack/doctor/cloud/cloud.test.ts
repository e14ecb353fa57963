import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cloudConfig } from '../../../../../localstack/config.ts';
import { leftoverFinding } from '../../../../../localstack/doctor/cloud/leftovers.ts';
import { cloudMemoryFinding } from '../../../../../localstack/doctor/cloud/memory.ts';
import { portFindings, portsNeeded } from '../../../../../localstack/doctor/cloud/ports.ts';
import { serviceFindings } from '../../../../../localstack/doctor/cloud/services.ts';
import { watcherFinding } from '../../../../../localstack/doctor/cloud/watcher.ts';
import { writeRecord } from '../../../../../localstack/run-record.ts';
import type { CloudStatus, ServiceState, ServiceStatus } from '../../../../../localstack/status.ts';

const config = cloudConfig({ CAUDAL_HOME: mkdtempSync(path.join(tmpdir(), 'caudal-doctor-cloud-')) });

const service = (state: ServiceState, more: Partial<ServiceStatus> = {}): ServiceStatus => ({
  service: 'kinesis',
  state,
  port: 1,
  log: 'kinesis.log',
  ...more,
});

let server: Server | undefined;
afterEach(() => server?.close());

test.each<[ServiceState, string]>([
  ['running', 'ok'],
  ['stopped', 'ok'],
  ['held', 'warning'],
  ['restarting', 'warning'],
  ['unhealthy', 'error'],
  ['died', 'error'],
])('services: one that is %s is %s', (state, level) => {
  expect(serviceFindings({ services: [service(state)] }).map((finding) => finding.level)).toEqual([level]);
});

test('services: one that is down beside others that run must be mended', () => {
  expect(serviceFindings({ services: [service('running'), service('stopped')] })).toMatchObject([{ level: 'error' }]);
});

const crash = { at: '', service: 'kinesis', endedAt: '', text: 'kinesis ended' } as const;
const restarted = { ...crash, kind: 'restarted', attempt: 1, readySeconds: 1 } as const;
const gaveUp = { ...crash, kind: 'gave-up', crashes: 6, withinSeconds: 40 } as const;

test.each<[string, CloudStatus['watcher']['state'], CloudStatus['journal'], ServiceState, string]>([
  ['runs, nothing happened', 'running', [], 'running', 'ok'],
  ['cloud down', 'stopped', [], 'stopped', 'ok'],
  ['missing', 'missing', [], 'running', 'warning'],
  ['restarted one', 'running', [restarted], 'running', 'warning'],
  ['gave one up', 'running', [restarted, gaveUp], 'died', 'error'],
  ['gave one up, which was mended', 'running', [gaveUp], 'running', 'warning'],
])('watcher: %s', (_name, state, journal, of, level) => {
  expect(watcherFinding({ watcher: { state }, journal, services: [service(of)] }).level).toBe(level);
});

test.each([
  [2000, 'ok'],
  [2500, 'warning'],
])('cloud memory: %d MB beside a watcher is %s', (memoryMegabytes, level) => {
  const status = {
    services: [service('running', { memoryMegabytes })],
    watcher: { state: 'running', memoryMegabytes: 50 },
  } as const;
  expect(cloudMemoryFinding(status).level).toBe(level);
});

test('ports: a free one is well; one that is held is named with its holder and the variable that moves it', async () => {
  server = createServer();
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const needs = { kinesis: [{ port, variable: 'CAUDAL_KINESIS_PORT' }] };
  expect(await portFindings(needs)).toMatchObject([
    {
      level: 'error',
      found: expect.stringContaining(`${port} is taken by`),
      mend: expect.stringMatching(/CAUDAL_KINESIS_PORT=\d+/),
    },
  ]);
  await new Promise((resolve) => server?.close(resolve));
  expect(await portFindings(needs)).toMatchObject([{ level: 'ok', found: `free: ${port}` }]);
});

test('ports: those of services that run are theirs', () => {
  const needs = portsNeeded(config, { services: [service('running', { uptimeSeconds: 1 })] });
  expect(Object.keys(needs)).toEqual(['cassandra', 'dynamodb', 'mapping', 'localstack', 'registry']);
});

test('leftovers: a process of a service that has ended is named', async () => {
  expect(leftoverFinding(config).level).toBe('ok');
  const env = { PATH: process.env.PATH, CAUDAL_RUN: 'this-run' };
  const orphan = spawn('/bin/sleep', ['100'], { detached: true, env });
  const pid = orphan.pid ?? 0;
  try {
    const record = { port: 1, fingerprint: '', startedAt: new Date().toISOString(), command: [] };
    writeRecord(config, { service: 'kinesis', pid: 1, group: pid, identity: 'ended', run: 'this-run', ...record });
    expect(leftoverFinding(config)).toMatchObject({
      level: 'warning',
      found: expect.stringContaining(`${pid} (of kinesis)`),
    });
    writeRecord(config, { service: 'kinesis', pid: 1, group: pid, identity: 'ended', run: 'another-run', ...record });
    expect(leftoverFinding(config).level).toBe('ok');
  } finally {
    orphan.kill('SIGKILL');
  }
});
