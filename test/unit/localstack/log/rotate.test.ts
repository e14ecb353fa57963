import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { whilePaused } from '../../../../localstack/log/pause.ts';
import { olderLog, rotateBeforeStart, rotateInUse } from '../../../../localstack/log/rotate.ts';
import { processIdentity } from '../../../../localstack/setup/identity.mjs';

const newLog = () => path.join(mkdtempSync(path.join(tmpdir(), 'caudal-rotate-')), 'service.log');

const children: { kill(signal: NodeJS.Signals): boolean }[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that appends numbered lines to a log until it is told to stop, as fast as it can. */
function writer(log: string) {
  const script = `
    const { writeSync } = require('node:fs');
    let stop = false;
    process.on('SIGTERM', () => { stop = true; });
    (function turn(number) {
      for (let line = number; line < number + 200; line++) writeSync(1, 'line ' + line + '\\n');
      if (!stop) setImmediate(turn, number + 200);
    })(0);`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', openSync(log, 'a'), 'inherit'] });
  children.push(child);
  return child;
}

test('no line is lost or doubled, and none is cut, while a process writes as fast as it can', async () => {
  const log = newLog();
  const child = writer(log);
  const rotation = { bytes: 100_000, kept: 500 };
  let rotations = 0;
  while (rotations < 15) {
    if (rotateInUse(log, () => [child.pid ?? 0], rotation)) rotations++;
    await sleep(2);
  }
  child.kill('SIGTERM');
  await once(child, 'exit');
  const files = [...Array.from({ length: rotations }, (_, index) => olderLog(log, rotations - index)), log];
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(0, -1));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.findIndex((line, index) => line !== `line ${index}`)).toBe(-1);
});

test('a line that is half written stays in the log', () => {
  const log = newLog();
  writeFileSync(log, 'one\ntwo\nhal');
  expect(rotateInUse(log, () => [], { bytes: 5, kept: 1 })).toBe(true);
  expect(readFileSync(olderLog(log, 1), 'utf8')).toBe('one\ntwo\n');
  expect(readFileSync(log, 'utf8')).toBe('hal');
});

test('as many old files as asked for, the newest first; a small log is left', () => {
  const log = newLog();
  for (const text of ['first\n', 'second\n', 'third\n']) {
    writeFileSync(log, text);
    rotateInUse(log, () => [], { bytes: 1, kept: 2 });
  }
  expect([1, 2].map((times) => readFileSync(olderLog(log, times), 'utf8'))).toEqual(['third\n', 'second\n']);
  expect(existsSync(olderLog(log, 3))).toBe(false);
  expect(rotateInUse(log, () => [], { bytes: 1, kept: 2 })).toBe(false);
  writeFileSync(log, 'before a start\n');
  rotateBeforeStart(log, { bytes: 1, kept: 2 });
  expect(existsSync(log)).toBe(false);
  expect(readFileSync(olderLog(log, 1), 'utf8')).toBe('before a start\n');
});

test('a process writes nothing while it is paused, and goes on afterwards', async () => {
  const log = newLog();
  const child = writer(log);
  await expect.poll(() => statSync(log).size).toBeGreaterThan(0);
  const sizes: number[] = [];
  const paused = whilePaused([child.pid ?? 0], () => {
    for (let look = 0; look < 20; look++) {
      sizes.push(statSync(log).size);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  });
  expect(paused).toBe(true);
  expect(new Set(sizes).size).toBe(1);
  await expect.poll(() => statSync(log).size).toBeGreaterThan(sizes[0] ?? 0);
});

test('a process that has ended is no reason to wait', async () => {
  const child = spawn('/bin/true');
  await once(child, 'exit');
  expect(processIdentity(child.pid ?? 0)).toBeUndefined();
  expect(whilePaused([child.pid ?? 0], () => {})).toBe(true);
});
