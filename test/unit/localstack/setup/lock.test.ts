import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { portableIdentity, processIdentity, statFields } from '../../../../localstack/setup/identity.mjs';
import { acquireLock } from '../../../../localstack/setup/lock.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'caudal-lock-'));

test('one holds it, the other waits until it is given back', async () => {
  const file = path.join(folder, 'a.lock');
  const release = await acquireLock(file);
  expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid);
  const waited: number[] = [];
  const second = acquireLock(file, { onWait: (pid) => waited.push(pid) });
  await new Promise((resolve) => setTimeout(resolve, 50));
  release();
  (await second)();
  expect(waited).toEqual([process.pid]);
  expect(existsSync(file)).toBe(false);
});

test.each([
  ['whose holder has ended', { pid: 2 ** 22 + 1, identity: 'gone' }],
  ['whose pid belongs to another process by now', { pid: process.pid, identity: 'an earlier one' }],
])('a lock %s is taken over', async (_name, holder) => {
  const file = path.join(folder, 'b.lock');
  writeFileSync(file, JSON.stringify(holder));
  (await acquireLock(file))();
});

test('a damaged lock is taken over', async () => {
  const file = path.join(folder, 'c.lock');
  writeFileSync(file, '{');
  (await acquireLock(file))();
});

test('waiting ends when it is aborted', async () => {
  const file = path.join(folder, 'd.lock');
  const release = await acquireLock(file);
  await expect(acquireLock(file, { signal: AbortSignal.timeout(20) })).rejects.toThrow();
  release();
});

test('a process is known by its pid and its start', () => {
  expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
  expect(processIdentity(process.pid)).not.toBe(processIdentity(process.ppid));
  expect(processIdentity(2 ** 22 + 1)).toBeUndefined();
  expect(processIdentity(0)).toBeUndefined();
});

test('what ps tells of a start does not depend on the time zone of the shell', () => {
  const inZone = (zone: string) => {
    vi.stubEnv('TZ', zone);
    return portableIdentity(process.pid);
  };
  expect(inZone('Asia/Tokyo')).toMatch(/\d\d:\d\d:\d\d \d{4}$/);
  expect(inZone('America/New_York')).toBe(inZone('Asia/Tokyo'));
  vi.unstubAllEnvs();
});

test('the name of a program does not shift the fields of /proc/<pid>/stat', () => {
  const fields = Array.from({ length: 50 }, (_, index) => String(index + 3)).with(0, 'S');
  expect(statFields(`12 (a b) S 1) ${fields.join(' ')}`)).toEqual({
    state: 'S',
    parent: 4,
    group: 5,
    session: 6,
    started: '22',
    residentPages: 24,
  });
});
