import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type CloudConfig, cloudConfig } from '../../../../localstack/config.ts';
import { readRecord } from '../../../../localstack/run-record.ts';
import type { Service } from '../../../../localstack/services/service.ts';
import { holdService, isStarted, launchService, stopService } from '../../../../localstack/supervisor.ts';
import type { JournalEntry } from '../../../../localstack/watcher/journal.ts';
import { restartCrashed } from '../../../../localstack/watcher/restart.ts';
import { ServiceWatch } from '../../../../localstack/watcher/service-watch.ts';
import { shellService } from '../support/shell-service.ts';

// Processes start when the machine lets them.
vi.setConfig({ testTimeout: 30_000 });

let config: CloudConfig;
let told: JournalEntry[];
let ended: AbortController;

const shell = (script: string, overrides: Partial<Service> = {}): Service =>
  shellService('dynamodb', script, overrides);

function watchOf(service: Service): ServiceWatch {
  return new ServiceWatch('dynamodb', config, {
    signal: ended.signal,
    tell: (entry) => told.push(entry),
    restart: (_config, _name, crashed, signal) => restartCrashed(service, config, crashed, signal),
    backOff: { firstDelayMs: 1, longestDelayMs: 4, wellAfterMs: 60_000, crashes: 3 },
  });
}

const kinds = () => told.map(({ kind }) => kind);
const pid = () => readRecord(config, 'dynamodb')?.pid ?? 0;

/** Looks until the watcher has come to an end with what it saw. */
async function lookUntil(watch: ServiceWatch, condition: () => boolean): Promise<void> {
  await expect
    .poll(
      async () => {
        watch.look();
        await watch.settled();
        return condition();
      },
      { timeout: 20_000 },
    )
    .toBe(true);
}

beforeEach(() => {
  config = cloudConfig({ CAUDAL_HOME: mkdtempSync(path.join(tmpdir(), 'caudal-watch-')) });
  told = [];
  ended = new AbortController();
});

afterEach(async () => {
  ended.abort();
  await stopService(shell(''), config);
});

test('a service that was killed is started again, and it is said how it ended', async () => {
  const service = shell('exec sleep 100');
  await launchService(service, config);
  const before = pid();
  process.kill(before, 'SIGKILL');
  await lookUntil(watchOf(service), () => kinds().includes('restarted'));
  expect(told).toMatchObject([
    { kind: 'ended', service: 'dynamodb', how: 'signal SIGKILL' },
    { kind: 'restarted', attempt: 1, how: 'signal SIGKILL' },
  ]);
  expect(pid()).not.toBe(before);
  expect(isStarted(service, config)).toBe(true);
});

test('one that crashes again and again is given up, until it is launched by hand', async () => {
  const service = shell('exit 7', { probe: async () => Promise.reject(new Error('refused')) });
  const watch = watchOf(service);
  await launchService(service, config);
  await lookUntil(watch, () => kinds().includes('gave-up'));
  expect(kinds()).toEqual(['ended', 'failed', 'ended', 'failed', 'gave-up']);
  expect(told.at(-1)).toMatchObject({ crashes: 3, how: 'exit code 7' });
  const last = pid();
  watch.look();
  await watch.settled();
  expect(pid()).toBe(last);
  await launchService(service, config);
  await lookUntil(watch, () => told.length > 6);
  expect(kinds().slice(5, 7)).toEqual(['ended', 'failed']);
});

test('one that is stopped, held or running is left alone', async () => {
  const service = shell('exec sleep 100');
  const watch = watchOf(service);
  const look = async () => {
    watch.look();
    await watch.settled();
  };
  await look();
  await launchService(service, config);
  await look();
  await holdService(service, config);
  await look();
  expect(isStarted(service, config)).toBe(false);
  await stopService(service, config);
  await look();
  expect(told).toEqual([]);
});

test('one that a command has started or stopped meanwhile is left to it', async () => {
  const service = shell('exec sleep 100');
  await launchService(service, config);
  const crashed = readRecord(config, 'dynamodb');
  if (crashed === undefined) throw new Error('no record');
  expect(await restartCrashed(service, config, crashed, ended.signal)).toBeUndefined();
  await holdService(service, config);
  expect(await restartCrashed(service, config, crashed, ended.signal)).toBeUndefined();
  await launchService(service, config);
  expect(await restartCrashed(service, config, crashed, ended.signal)).toBeUndefined();
  await stopService(service, config);
  expect(await restartCrashed(service, config, crashed, ended.signal)).toBeUndefined();
  expect(isStarted(service, config)).toBe(false);
});

test('a start that is refused is tried again: the service does not count as stopped', async () => {
  let refused = true;
  const prepare = () => {
    if (refused) throw new Error('the disk is full');
  };
  const service = shell('exec sleep 100', { prepare });
  refused = false;
  await launchService(service, config);
  process.kill(pid(), 'SIGKILL');
  refused = true;
  const watch = watchOf(service);
  await lookUntil(watch, () => kinds().includes('failed'));
  expect(told.at(-1)).toMatchObject({ reason: 'the disk is full' });
  refused = false;
  await lookUntil(watch, () => kinds().includes('restarted'));
});

test('a watcher that is ended waits no longer, and says nothing of it', async () => {
  const service = shell('exec sleep 100');
  await launchService(service, config);
  process.kill(pid(), 'SIGKILL');
  const watch = watchOf(service);
  ended.abort(new Error('SIGTERM'));
  await lookUntil(watch, () => told.length > 0);
  await watch.settled();
  expect(kinds()).toEqual(['ended']);
});
