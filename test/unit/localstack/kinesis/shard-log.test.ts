import { appendFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type LogOptions, ShardLog } from '../../../../localstack/kinesis/log/shard-log.ts';
import { temporaryFolder } from '../../../support/kinesis/folders.ts';

const everything = { from: 1, notBefore: 0, maxRecords: 10_000, maxBytes: 10_000_000 };

async function openLog(folder: string, options: LogOptions = {}): Promise<ShardLog> {
  const log = await ShardLog.open(folder, options);
  onTestFinished(() => log.close());
  return log;
}

function record(text: string) {
  return { partitionKey: `key of ${text}`, data: Buffer.from(text), encrypted: false };
}

const texts = (records: ReadonlyArray<{ data: Uint8Array }>): string[] =>
  records.map(({ data }) => Buffer.from(data).toString());

function onlyFile(folder: string): string {
  return path.join(folder, readdirSync(folder)[0] ?? '');
}

/** A closed log of two records: its folder, how many bytes the first takes, and all its bytes. */
async function twoRecords(): Promise<{ folder: string; kept: number; whole: Buffer }> {
  const folder = temporaryFolder();
  const log = await ShardLog.open(folder);
  await log.append([record('kept')], 1);
  const kept = statSync(onlyFile(folder)).size;
  await log.append([record('torn')], 2);
  await log.close();
  const whole = readFileSync(onlyFile(folder));
  return { folder, kept, whole };
}

test('gives back what was appended, in order and with rising numbers', async () => {
  const log = await openLog(temporaryFolder());
  await log.append([record('a'), record('b')], 1000);
  await log.append([{ ...record('c'), encrypted: true }], 2000);
  const found = await log.read(everything);
  expect(texts(found)).toEqual(['a', 'b', 'c']);
  expect(found.map(({ index, arrival, encrypted }) => [index, arrival, encrypted])).toEqual([
    [1, 1000, false],
    [2, 1000, false],
    [3, 2000, true],
  ]);
  expect(found[0]?.partitionKey).toBe('key of a');
});

test('records do not arrive before those ahead of them when the clock goes back', async () => {
  const log = await openLog(temporaryFolder());
  await log.append([record('a')], 2000);
  const [late] = await log.append([record('b')], 1000);
  expect(late?.arrival).toBe(2000);
});

test.each([
  ['a count', { maxRecords: 2 }, ['a', 'b']],
  ['a size', { maxBytes: 20 }, ['a', 'b']],
  ['a size that the first record exceeds', { maxBytes: 1 }, ['a']],
  ['a number', { from: 3 }, ['c', 'd']],
  ['a time', { notBefore: 4000 }, ['d']],
  ['both', { from: 2, notBefore: 3000 }, ['c', 'd']],
])('reads up to %s', async (_what, limits, wanted) => {
  const log = await openLog(temporaryFolder());
  for (const [index, text] of ['a', 'b', 'c', 'd'].entries()) await log.append([record(text)], (index + 1) * 1000);
  expect(texts(await log.read({ ...everything, ...limits }))).toEqual(wanted);
});

test('finds records in the midst of a large segment, and across segments', async () => {
  const log = await openLog(temporaryFolder(), { segmentBytes: 300_000 });
  const filler = 'x'.repeat(1000);
  for (let batch = 0; batch < 20; batch += 1) {
    await log.append(
      Array.from({ length: 50 }, (_, index) => record(`${batch * 50 + index + 1} ${filler}`)),
      batch,
    );
  }
  for (const from of [1, 2, 300, 301, 777, 999, 1000]) {
    const found = await log.read({ ...everything, from, maxRecords: 3 });
    expect(found.map(({ index }) => index)).toEqual([from, from + 1, from + 2].filter((index) => index <= 1000));
    expect(texts(found)[0]).toMatch(new RegExp(`^${from} `));
  }
  expect(await log.indexAt(13)).toBe(13 * 50 + 1);
  expect(await log.indexAt(20)).toBe(1001);
});

test('calls at the same time share a write and keep their order', async () => {
  const folder = temporaryFolder();
  const log = await openLog(folder);
  const calls = Array.from({ length: 200 }, (_, index) => log.append([record(String(index))], index));
  const stored = (await Promise.all(calls)).flat();
  expect(stored.map(({ index }) => index)).toEqual(calls.map((_, index) => index + 1));
  await log.close();
  const reopened = await openLog(folder);
  expect(texts(await reopened.read(everything))).toEqual(calls.map((_, index) => String(index)));
});

test('cuts off an unfinished write, wherever in it the crash came', async () => {
  const { folder, kept, whole } = await twoRecords();
  for (let size = kept; size < whole.length; size += 1) {
    writeFileSync(onlyFile(folder), whole.subarray(0, size));
    const cut: number[] = [];
    const reopened = await ShardLog.open(folder, { onCut: (_folder, bytes) => cut.push(bytes) });
    expect(texts(await reopened.read(everything))).toEqual(['kept']);
    expect(cut).toEqual(size === kept ? [] : [size - kept]);
    expect(reopened.next).toBe(2);
    await reopened.append([record('after')], 3);
    expect(texts(await reopened.read(everything))).toEqual(['kept', 'after']);
    await reopened.close();
  }
});

test('cuts off a write of which some bytes are not what was written', async () => {
  const { folder, kept, whole } = await twoRecords();
  for (let place = kept; place < whole.length; place += 1) {
    const damaged = Buffer.from(whole);
    damaged[place] = (damaged[place] ?? 0) ^ 0xff;
    writeFileSync(onlyFile(folder), damaged);
    const reopened = await ShardLog.open(folder);
    expect(texts(await reopened.read(everything))).toEqual(['kept']);
    await reopened.close();
  }
});

test('cuts off what a power loss has left as zeros', async () => {
  const folder = temporaryFolder();
  const log = await ShardLog.open(folder);
  await log.append([record('kept')], 1);
  await log.close();
  appendFileSync(onlyFile(folder), Buffer.alloc(4096));
  const reopened = await openLog(folder);
  expect(texts(await reopened.read(everything))).toEqual(['kept']);
});

test('names the file and the place when a sealed segment is damaged', async () => {
  const folder = temporaryFolder();
  const log = await openLog(folder, { segmentBytes: 1 });
  await log.append([record('one')], 1);
  await log.append([record('two')], 2);
  truncateSync(path.join(folder, '0000000000000001.log'), 20);
  await expect(log.read(everything)).rejects.toThrow(/0000000000000001\.log is damaged at byte 0/);
});

test('trims whole segments and goes on with the next number after a restart', async () => {
  const folder = temporaryFolder();
  const log = await ShardLog.open(folder, { segmentBytes: 1 });
  for (const time of [1000, 2000, 3000]) await log.append([record(String(time))], time);
  await log.trim(2500);
  // The second file could hold later records too, as far as its name and its first record tell.
  expect(texts(await log.read(everything))).toEqual(['2000', '3000']);
  await log.trim(3500);
  expect(await log.read(everything)).toEqual([]);
  expect(readdirSync(folder)).toHaveLength(1);
  await log.close();
  const reopened = await openLog(folder);
  expect(reopened.next).toBe(4);
  const [next] = await reopened.append([record('next')], 4000);
  expect(next?.index).toBe(4);
});

test('trims nothing that is young enough after a crash right behind a new segment', async () => {
  const folder = temporaryFolder();
  const log = await ShardLog.open(folder, { segmentBytes: 1 });
  for (const time of [1000, 2000]) await log.append([record(String(time))], time);
  await log.close();
  writeFileSync(path.join(folder, '0000000000000003.log'), '');
  const reopened = await openLog(folder);
  await reopened.trim(2000);
  expect(texts(await reopened.read({ ...everything, notBefore: 2000 }))).toEqual(['2000']);
  await reopened.trim(2001);
  expect(await reopened.read(everything)).toEqual([]);
  expect(reopened.next).toBe(3);
});

test('wakes who waits when a record comes, when all are woken, and when the wait is given up', async () => {
  const log = await openLog(temporaryFolder());
  const never = new AbortController().signal;
  const first = log.waitFor(1, never);
  await log.append([record('a')], 1);
  await first;
  await log.waitFor(1, never);
  const woken = log.waitFor(2, never);
  log.wake(true);
  await woken;
  const given = new AbortController();
  const up = log.waitFor(2, given.signal);
  given.abort();
  await up;
});

/** What all file handles have in common: methods that a test lets fail. */
async function fileHandles(): Promise<FileHandle> {
  const handle = await open(process.execPath);
  await handle.close();
  return Object.getPrototypeOf(handle);
}

test('a full disk fails the write that it hits, of which nothing is left', async () => {
  const folder = temporaryFolder();
  const log = await openLog(folder);
  await log.append([record('before')], 1);
  const { size } = statSync(onlyFile(folder));
  const handles = await fileHandles();
  const write = vi.spyOn(handles, 'write').mockImplementationOnce(async () => {
    appendFileSync(onlyFile(folder), 'a part');
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  });
  onTestFinished(() => write.mockRestore());
  await expect(log.append([record('lost')], 2)).rejects.toThrow('no space left');
  expect(statSync(onlyFile(folder)).size).toBe(size);
  await log.append([record('after')], 3);
  expect(texts(await log.read(everything))).toEqual(['before', 'after']);
});

test('after a failed sync nothing is written until the log is opened anew', async () => {
  const folder = temporaryFolder();
  const log = await openLog(folder);
  await log.append([record('before')], 1);
  const sync = vi.spyOn(await fileHandles(), 'datasync').mockRejectedValueOnce(new Error('input/output error'));
  onTestFinished(() => sync.mockRestore());
  await expect(log.append([record('unsure')], 2)).rejects.toThrow(/could not be synced\. Restart the engine/);
  await expect(log.append([record('refused')], 3)).rejects.toThrow(/could not be synced/);
  expect(texts(await log.read(everything))).toEqual(['before']);
  const reopened = await openLog(folder);
  await reopened.append([record('after')], 4);
  expect(texts(await reopened.read(everything)).at(-1)).toBe('after');
});

test('writes nothing more once it is closed', async () => {
  const log = await ShardLog.open(temporaryFolder());
  await log.append([record('a')], 1);
  await log.close();
  await expect(log.append([record('b')], 2)).rejects.toThrow(/is closed/);
});

test('what a killed process has left whole is on disk before anybody reads it', async () => {
  const folder = temporaryFolder();
  const log = await openLog(folder);
  await log.append([record('a')], 1);
  await log.close();
  const sync = vi.spyOn(await fileHandles(), 'datasync').mockRejectedValueOnce(new Error('input/output error'));
  onTestFinished(() => sync.mockRestore());
  await expect(ShardLog.open(folder)).rejects.toThrow('input/output error');
  expect(texts(await (await openLog(folder)).read(everything))).toEqual(['a']);
});
