import { expect, test } from 'vitest';
import type { Position, ReadCommand, StreamRecord } from '../../../../../localstack/event-source-mapping/index.ts';
import { createLog } from '../../../../../localstack/event-source-mapping/runner/log.ts';
import {
  createShardReader,
  type Page,
} from '../../../../../localstack/event-source-mapping/runner/sources/shard-reader.ts';

const record = (sequenceNumber: string, arrivedAt = 0): StreamRecord => ({
  sequenceNumber,
  partitionKey: 'key',
  arrivedAt,
  event: {},
  bytes: 2,
});
const page = (records: StreamRecord[], next: string | undefined): Page => ({
  records,
  next,
  behindMs: 0,
  waited: true,
});
const command = (more: Partial<ReadCommand> = {}): ReadCommand => ({
  type: 'read',
  position: { type: 'trim-horizon' },
  continues: false,
  limit: 100,
  answerBy: undefined,
  ...more,
});
const quiet = new AbortController().signal;
const named = (name: string): Error => Object.assign(new Error(name), { name });

/** A reader of a server that answers each iterator as given; an error is thrown once. */
function reader(answers: Record<string, Page | Error>, now = () => 0) {
  const asked: string[] = [];
  const lines: string[] = [];
  const calls = {
    async reachable() {
      asked.push('reachable');
    },
    async iterator({ type }: Position) {
      asked.push(`iterator ${type}`);
      return 'start';
    },
    async page(iterator: string) {
      asked.push(iterator);
      const answer = answers[iterator] ?? page([], iterator);
      if (!(answer instanceof Error)) return answer;
      delete answers[iterator];
      throw answer;
    },
  };
  const log = createLog((line) => lines.push(JSON.parse(line).message));
  return { asked, lines, reader: createShardReader(calls, now, log) };
}

test('goes past pages without records, and on where the last answer ended', async () => {
  const { asked, reader: shard } = reader({
    start: page([], 'empty'),
    empty: page([record('1')], 'second'),
    second: page([record('2')], 'third'),
  });
  expect(await shard.read(command(), quiet)).toMatchObject({ records: [record('1')], closed: false });
  expect(await shard.read(command({ continues: true }), quiet)).toMatchObject({ records: [record('2')] });
  expect(asked).toEqual(['iterator trim-horizon', 'start', 'empty', 'second']);
});

test('says when the shard is at its end', async () => {
  const { reader: shard } = reader({ start: page([record('1')], undefined) });
  expect(await shard.read(command(), quiet)).toMatchObject({ records: [record('1')], closed: true });
});

test('answers with nothing when an answer is due', async () => {
  const { reader: shard } = reader({ start: page([], 'next') }, () => 5000);
  expect(await shard.read(command({ answerBy: 5000 }), quiet)).toMatchObject({ records: [], closed: false });
});

test('an iterator that has expired is replaced', async () => {
  const { asked, reader: shard } = reader({
    start: page([record('1')], 'old'),
    old: named('ExpiredIteratorException'),
  });
  await shard.read(command(), quiet);
  const position = { type: 'after', sequenceNumber: '1' } as const;
  expect(await shard.read(command({ continues: true, position }), quiet)).toMatchObject({ records: [record('1')] });
  expect(asked).toEqual(['iterator trim-horizon', 'start', 'old', 'iterator after', 'start']);
});

test('a server that is away is told once, and once when it is back', async () => {
  const { asked, lines, reader: shard } = reader({ start: named('ECONNREFUSED') });
  expect(await shard.read(command(), quiet)).toEqual({ type: 'read-failed', reason: 'unavailable' });
  expect(lines).toEqual(['the shard cannot be read; trying on']);
  expect(asked.at(-1)).toBe('reachable');
  expect(await shard.read(command({ answerBy: 0 }), quiet)).toMatchObject({ type: 'records' });
  expect(lines.at(-1)).toBe('the shard can be read again');
});

test('what was trimmed is said, so that the shard goes on at its horizon', async () => {
  const { reader: shard } = reader({ start: named('TrimmedDataAccessException') });
  expect(await shard.read(command(), quiet)).toEqual({ type: 'read-failed', reason: 'trimmed' });
});

test('a read that is no longer wanted ends', async () => {
  const { lines, reader: shard } = reader({ start: page([], 'start') });
  const stop = new AbortController();
  const answer = shard.read(command(), stop.signal);
  stop.abort();
  expect(await answer).toEqual({ type: 'read-failed', reason: 'unavailable' });
  expect(lines).toEqual([]);
});

test('behind is the age of the first record after a position', async () => {
  const { reader: shard } = reader({ start: page([record('1', 400)], undefined) }, () => 1000);
  expect(await shard.behindMs({ type: 'trim-horizon' }, quiet)).toBe(600);
  const { reader: done } = reader({ start: page([], undefined) });
  expect(await done.behindMs({ type: 'trim-horizon' }, quiet)).toBe(0);
});
