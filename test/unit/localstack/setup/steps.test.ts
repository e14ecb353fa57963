import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { CommandError, run } from '../../../../localstack/setup/command.mjs';
import { failureText } from '../../../../localstack/setup/failure.mjs';
import { howToGet } from '../../../../localstack/setup/remedies.mjs';
import { inputsHash, isStamped, replaceFolder } from '../../../../localstack/setup/stamp.mjs';
import { agree } from '../../../../localstack/setup/steps/node-modules.mjs';

// Processes start when the machine lets them.
vi.setConfig({ testTimeout: 30_000 });

const folder = mkdtempSync(path.join(tmpdir(), 'caudal-steps-'));
const how = { log: path.join(folder, 'log'), locks: [path.join(folder, 'setup.lock')] };
const never = new AbortController().signal;

test('a folder is whole or not there, and a second try succeeds', async () => {
  const target = path.join(folder, 'whole');
  const half = replaceFolder(target, 'h', async (fresh) => {
    mkdirSync(fresh);
    writeFileSync(path.join(fresh, 'half'), '');
    throw new Error('interrupted');
  });
  await expect(half).rejects.toThrow('interrupted');
  expect(existsSync(target)).toBe(false);
  await replaceFolder(target, 'h', async (fresh) => mkdirSync(fresh));
  expect(isStamped(target, 'h')).toBe(true);
  expect(isStamped(target, 'other')).toBe(false);
  expect(existsSync(path.join(target, 'half'))).toBe(false);
});

test('the hash changes with a name, with content and with a value', () => {
  const sources = path.join(folder, 'sources');
  mkdirSync(sources);
  writeFileSync(path.join(sources, 'a'), '1');
  const first = inputsHash([sources], ['x']);
  expect(inputsHash([sources], ['x'])).toBe(first);
  expect(inputsHash([sources], ['y'])).not.toBe(first);
  writeFileSync(path.join(sources, 'b'), '');
  expect(inputsHash([sources], ['x'])).not.toBe(first);
});

test('node modules agree with the lock file, packages of other platforms apart', () => {
  const locked = { '': {}, a: { version: '1', integrity: 'i' }, b: { version: '2', optional: true } };
  expect(agree({ a: { version: '1', integrity: 'i' } }, locked)).toBe(true);
  expect(agree({}, locked)).toBe(false);
  expect(agree({ a: { version: '2', integrity: 'i' } }, locked)).toBe(false);
  expect(agree({ a: { version: '1', integrity: 'i' }, c: { version: '1' } }, locked)).toBe(false);
  expect(agree({ a: { version: '1', integrity: 'i' }, c: { version: '1', optional: true } }, locked)).toBe(true);
});

test('a command that fails tells what it printed', async () => {
  const failing = run('sh', ['-c', 'echo one; echo two >&2; exit 3'], { ...how, signal: never });
  await expect(failing).rejects.toMatchObject({
    message: expect.stringContaining('exit code 3'),
    output: 'one\ntwo\n',
  });
});

test('aborting ends a command and what it started', async () => {
  const abort = new AbortController();
  const begun = performance.now();
  const sleeping = run('sh', ['-c', 'sleep 30 & sleep 30'], { ...how, signal: abort.signal });
  setTimeout(() => abort.abort(new Error('stop')), 50);
  await expect(sleeping).rejects.toThrow('stop');
  expect(performance.now() - begun).toBeLessThan(20_000);
});

test.each([
  ['node modules', 'npm error code ENOTFOUND', 'the npm registry cannot be reached'],
  ['jars', '[ERROR] Could not transfer artifact a:b:1: Unknown host', 'the Maven repository cannot be reached'],
  ['python environment', 'error: Failed to fetch: dns error', 'the Python package index cannot be reached'],
])('a network failure of %s is told as one', (step, output, expected) => {
  const text = failureText(step, new CommandError('x', `first\n${output}\n`, '/log', 'exit code 1'));
  expect(text).toContain(expected);
  expect(text).toContain(output);
});

test.each([
  ['a\nb\n\n', 'b'],
  ['a\n[ERROR] Failed to execute goal\nSee the log', '[ERROR] Failed to execute goal'],
])('another failure shows the lines that tell and the log', (output, line) => {
  const text = failureText('jars', new CommandError('mvn', output, '/log', 'exit code 1'));
  expect(text).toBe(`jars: mvn: exit code 1\n  ${line}\n  all that it printed: /log`);
});

test('what is missing comes with the way to get it', () => {
  expect(howToGet('java', 'apt')).toBe('Get it with: sudo apt install openjdk-17-jdk-headless.');
  expect(howToGet('java', 'brew')).toBe('Get it with: brew install openjdk@17.');
});
