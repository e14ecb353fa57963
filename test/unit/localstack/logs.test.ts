import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { lastLines } from '../../../localstack/logs.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'caudal-logs-'));

function fileOf(lines: readonly string[]): string {
  const file = path.join(folder, `${lines.length}.log`);
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return file;
}

test('as many lines as asked for, however long they are', () => {
  const lines = Array.from({ length: 10_500 }, (_, index) => `${index} ${'é'.repeat(100)}`);
  const file = fileOf(lines);
  expect(lastLines(file, 10_000)).toEqual(lines.slice(-10_000));
  expect(lastLines(file, 20_000)).toEqual(lines);
});

test('one line that is longer than what is read at first is whole', () => {
  const long = 'x'.repeat(300_000);
  expect(lastLines(fileOf(['first', long, 'last']), 2)).toEqual([long, 'last']);
});

test('just after a rotation the lines before it are shown as well', () => {
  const file = fileOf(['three', 'four', 'five', 'six']);
  writeFileSync(`${file}.1`, 'one\ntwo\n');
  expect(lastLines(file, 5)).toEqual(['two', 'three', 'four', 'five', 'six']);
  expect(lastLines(file, 100)).toHaveLength(6);
});

test('blank lines do not count, and a file that is missing has none', () => {
  expect(lastLines(fileOf(['one', '', '  ', 'two', '']), 2)).toEqual(['one', 'two']);
  expect(lastLines(path.join(folder, 'none'), 2)).toEqual([]);
});
