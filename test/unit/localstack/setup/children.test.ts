import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { endLeftChildren, recordChild } from '../../../../localstack/setup/children.mjs';
import { run } from '../../../../localstack/setup/command.mjs';
import { processIdentity } from '../../../../localstack/setup/identity.mjs';

// Processes start when the machine lets them.
vi.setConfig({ testTimeout: 30_000 });

function freshLocks(): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'caudal-children-'));
  return ['a.lock', 'b.lock'].map((name) => path.join(folder, name));
}

const recordsOf = (locks: readonly string[]) => locks.flatMap((lock) => readdirSync(`${lock}.children`));

function sleeper(): number {
  const child = spawn('sleep', ['100'], { detached: true, stdio: 'ignore' });
  child.unref();
  return child.pid ?? 0;
}

test('what a killed set-up has left running is ended and forgotten', async () => {
  const locks = freshLocks();
  const pid = sleeper();
  recordChild(locks, pid);
  expect(recordsOf(locks)).toEqual([`${pid}.json`, `${pid}.json`]);
  await endLeftChildren(locks);
  expect(processIdentity(pid)).toBeUndefined();
  expect(recordsOf(locks)).toEqual([]);
});

test.each([
  ['of another process by now', (pid: number) => JSON.stringify({ pid, identity: 'an earlier one' })],
  ['damaged', () => '{'],
])('a record that is %s leads to nothing', async (_name, text) => {
  const [lock = ''] = freshLocks();
  const pid = sleeper();
  mkdirSync(`${lock}.children`);
  writeFileSync(path.join(`${lock}.children`, `${pid}.json`), text(pid));
  await endLeftChildren([lock]);
  expect(processIdentity(pid)).toBeDefined();
  expect(recordsOf([lock])).toEqual([]);
  process.kill(pid, 'SIGKILL');
});

test('a command is written down while it runs', async () => {
  const locks = freshLocks();
  const script = locks.map((lock) => `test -s '${lock}.children/'$$.json`).join(' && ');
  // The shell may be faster than the record.
  await run('sh', ['-c', `sleep 0.3; ${script}`], {
    log: `${locks[0]}.log`,
    signal: new AbortController().signal,
    locks,
  });
  expect(recordsOf(locks)).toEqual([]);
  expect(existsSync(`${locks[0]}.log`)).toBe(true);
});
