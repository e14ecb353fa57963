import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { cloudConfig } from '../../../localstack/config.ts';
import { ensureCredentials, readCredentials } from '../../../localstack/credentials.ts';
import { endingOf } from '../../../localstack/exit-status.ts';
import { logFile, runFile } from '../../../localstack/layout.ts';
import { isRunning } from '../../../localstack/process.ts';
import { familyOf, processTable } from '../../../localstack/process-table.ts';
import { readRecord, writeRecord } from '../../../localstack/run-record.ts';
import type { Service } from '../../../localstack/services/service.ts';
import { processIdentity } from '../../../localstack/setup/identity.mjs';
import {
  awaitService,
  holdService,
  isStarted,
  launchService,
  requireConfiguredPort,
  ServiceStartError,
  stopService,
} from '../../../localstack/supervisor.ts';
import { shellService } from './support/shell-service.ts';

// Processes start when the machine lets them.
vi.setConfig({ testTimeout: 30_000 });

const config = cloudConfig({ CAUDAL_HOME: mkdtempSync(path.join(tmpdir(), 'caudal-supervisor-')) });

const shell = (script: string, overrides: Partial<Service> = {}): Service => shellService('kinesis', script, overrides);

/** The shell that waits for it, the shell and its two children, once it has started them. */
async function wholeFamily(): Promise<number[]> {
  const family = () => familyOf(readRecord(config, 'kinesis')?.group ?? 0);
  await expect.poll(() => family().length, { timeout: 10_000 }).toBe(4);
  return family();
}

afterEach(async () => {
  await stopService(shell(''), config);
});

test('starts once, is found again, and stops with what it started', async () => {
  const service = shell('sleep 100 & sleep 100; true');
  expect(await launchService(service, config)).toBe(true);
  expect(await launchService(service, config)).toBe(false);
  await awaitService(service, config);
  const family = await wholeFamily();
  expect(await stopService(service, config)).toBe(true);
  expect(await stopService(service, config)).toBe(false);
  const left = processTable().filter(({ pid }) => family.includes(pid));
  expect(left).toEqual([]);
  expect(isStarted(service, config)).toBe(false);
});

test('one that runs with something else is started anew, once', async () => {
  const stamp = path.join(config.folder, 'stamp');
  const service = shell('exec sleep 100', { inputs: () => [stamp] });
  const outdated = vi.fn();
  const pidAfterLaunch = async (launched: Service) => {
    await launchService(launched, config, outdated);
    return readRecord(config, 'kinesis')?.pid;
  };
  const pids = [await pidAfterLaunch(service)];
  expect(await pidAfterLaunch(service)).toBe(pids[0]);
  writeFileSync(stamp, 'new tools');
  pids.push(await pidAfterLaunch(service), await pidAfterLaunch({ ...service, launch: shell('sleep 100').launch }));
  expect(new Set(pids).size).toBe(3);
  expect(outdated).toHaveBeenCalledTimes(2);
});

test('one that runs on another port is named with both ways out', async () => {
  const moved = cloudConfig({ CAUDAL_HOME: path.dirname(config.tools), CAUDAL_KINESIS_PORT: '14568' });
  const service = shell('exec sleep 100', { ports: () => [{ port: 1, variable: 'CAUDAL_KINESIS_PORT' }] });
  await launchService(service, config);
  requireConfiguredPort(service, config);
  expect(() => requireConfiguredPort(service, moved)).toThrow(
    'kinesis of this cloud runs on 4568, not on 14568. Set CAUDAL_KINESIS_PORT=4568, or stop it first: ./caudal down',
  );
  await stopService(service, config);
  requireConfiguredPort(service, moved);
});

test('without a record there is no process', async () => {
  const lost = cloudConfig({ CAUDAL_HOME: mkdtempSync(path.join(tmpdir(), 'caudal-lost-')) });
  mkdirSync(lost.folder, { recursive: true });
  writeFileSync(path.join(lost.folder, 'run'), 'a file where the folder should be');
  const pidFile = path.join(lost.folder, 'pid');
  await expect(launchService(shell(`echo $$ > '${pidFile}'; exec sleep 100`), lost)).rejects.toThrow('EEXIST');
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  expect(processIdentity(pid)).toBeUndefined();
});

test('what a dead service has left behind is ended as well', async () => {
  const service = shell('sleep 100 & sleep 100; true');
  await launchService(service, config);
  const pid = readRecord(config, 'kinesis')?.pid ?? 0;
  const orphans = (await wholeFamily()).filter((member) => member !== pid);
  process.kill(pid, 'SIGKILL');
  await stopService(service, config);
  expect(processTable().filter((entry) => orphans.includes(entry.pid))).toEqual([]);
});

test('one that ignores SIGTERM is killed after its time', async () => {
  const service = shell("trap '' TERM; while :; do sleep 0.1; done", { stopSeconds: 0.3 });
  await launchService(service, config);
  const record = readRecord(config, 'kinesis');
  await stopService(service, config);
  expect(record && isRunning(record)).toBe(false);
});

/** A process that nobody here has started, in a session of its own as a service is. */
function foreigner(script: string): ChildProcess & { readonly pid: number } {
  const child = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  if (child.pid === undefined) throw new Error('no shell');
  return Object.assign(child, { pid: child.pid });
}

function recordOf(pid: number): void {
  const started = { port: 1, fingerprint: '', startedAt: new Date(0).toISOString(), command: [] };
  writeRecord(config, {
    service: 'kinesis',
    pid,
    identity: 'an earlier one',
    group: pid,
    run: 'an earlier one',
    ...started,
  });
}

test('a pid that belongs to another process by now is left alone', async () => {
  const victim = foreigner('exec sleep 100');
  try {
    recordOf(victim.pid);
    expect(isStarted(shell(''), config)).toBe(false);
    await stopService(shell(''), config);
    expect(processIdentity(victim.pid)).toBeDefined();
  } finally {
    victim.kill('SIGKILL');
  }
});

test('a group that has the number of a service that ended, but is not its own, is left alone', async () => {
  const leader = foreigner('sleep 100 & echo $!');
  const member = Number(await new Promise((resolve) => leader.stdout?.once('data', resolve)));
  try {
    await expect.poll(() => processIdentity(leader.pid), { timeout: 10_000 }).toBeUndefined();
    expect(familyOf(leader.pid)).toEqual([member]);
    recordOf(leader.pid);
    await stopService(shell(''), config);
    expect(processIdentity(member)).toBeDefined();
  } finally {
    process.kill(member, 'SIGKILL');
  }
});

test('a damaged record counts as none', () => {
  writeFileSync(runFile(config, 'kinesis'), '{');
  expect(readRecord(config, 'kinesis')).toBeUndefined();
});

test('one that ends at its start is named with the end of its log', async () => {
  const service = shell('echo the reason; exit 1', { probe: async () => Promise.reject(new Error('refused')) });
  await launchService(service, config);
  const failure = await awaitService(service, config).catch((error) => error);
  expect(failure).toBeInstanceOf(ServiceStartError);
  expect(failure.message).toContain('kinesis ended before it answered');
  expect(failure.message).toContain('| the reason');
});

test('one that never answers is named with its last answer', async () => {
  const probe = async () => Promise.reject(new Error('answered 500'));
  const service = shell('sleep 100', { startSeconds: 0.2, probe });
  await launchService(service, config);
  await expect(awaitService(service, config)).rejects.toThrow('last: answered 500');
});

test('waiting ends with the reason of the signal', async () => {
  const service = shell('sleep 100', { probe: async () => Promise.reject(new Error('no')) });
  await launchService(service, config);
  const abort = new AbortController();
  setTimeout(() => abort.abort(new Error('interrupted')), 50);
  await expect(awaitService(service, config, abort.signal)).rejects.toThrow('interrupted');
});

test.each([
  ['exit 3', 'exit code 3'],
  ['kill -9 $$', 'signal SIGKILL'],
])('how it ended is known afterwards: %s', async (script, ending) => {
  await launchService(shell(script), config);
  await expect.poll(() => endingOf(config, 'kinesis'), { timeout: 10_000 }).toBe(ending);
});

test('a program that is missing is named', async () => {
  const missing = { ...shell('').launch(config), command: '/nonexistent/program' };
  const service = shell('', { launch: () => missing });
  await expect(launchService(service, config)).rejects.toThrow('cannot start /nonexistent/program');
  await expect(
    launchService(shell('', { launch: () => ({ ...missing, command: '/bin/sh', cwd: '/nonexistent' }) }), config),
  ).rejects.toThrow('in /nonexistent');
});

test('one that is held stays down and is known to be so, until it is launched again', async () => {
  const service = shell('exec sleep 100');
  await launchService(service, config);
  expect(await holdService(service, config)).toBe(true);
  expect(isStarted(service, config)).toBe(false);
  expect(readRecord(config, 'kinesis')?.heldSince).toBeDefined();
  expect(await launchService(service, config)).toBe(true);
  expect(readRecord(config, 'kinesis')?.heldSince).toBeUndefined();
});

test('output goes to the log, appended', async () => {
  const service = shell('echo hello');
  await launchService(service, config);
  await expect.poll(() => readFileSync(logFile(config, 'kinesis'), 'utf8'), { timeout: 10_000 }).toContain('hello');
});

test('credentials are random, kept, and for their owner alone', () => {
  const file = path.join(config.folder, 'credentials', 'x.json');
  const made = ensureCredentials(file, 'caudal');
  expect(made.password).toMatch(/^[\w-]{32}$/);
  expect(ensureCredentials(file, 'caudal')).toEqual(made);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  writeFileSync(file, '{}');
  expect(() => readCredentials(file)).toThrow('must hold {"username","password"}');
  expect(() => readCredentials(`${file}.none`)).toThrow('is missing');
});
