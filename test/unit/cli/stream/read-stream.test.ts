import { ExpiredIteratorException, GetRecordsCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { newestRecords } from '../../../../cli/stream/newest-records.ts';
import { readStream } from '../../../../cli/stream/read-stream.ts';
import type { StreamReading } from '../../../../cli/stream/reading.ts';
import type { SourceRecord } from '../../../../core/source.ts';
import { type ReadBack, readBackStream } from '../../../support/kinesis/read-back.ts';

const shard = (index: number): string => `shardId-${String(index).padStart(12, '0')}`;
const textOf = ({ data }: SourceRecord): string => Buffer.from(data, 'base64').toString();
const whole = { start: { type: 'TRIM_HORIZON' }, follow: false } as const;

async function textsOf({ client, stream }: ReadBack, reading: Partial<StreamReading> = {}): Promise<string[]> {
  const texts: string[] = [];
  const records = readStream(client, { stream, ...whole, ...reading }, new AbortController().signal);
  for await (const record of records) texts.push(textOf(record));
  return texts;
}

describe('readStream, on the Kinesis engine', () => {
  it('gives the records of all shards by arrival, and ends at the newest', async () => {
    const there = await readBackStream(3);
    const words = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    for (const word of words) await there.put(word);
    expect(await textsOf(there)).toEqual(words);
    expect(await textsOf(await readBackStream(2))).toEqual([]);
  });

  it('begins at an instant or at a record, and ends at an instant', async () => {
    const there = await readBackStream(1);
    for (const word of ['a', 'b', 'c', 'd']) await there.put(word);
    const at = new Date(there.now() - 2000);
    expect(await textsOf(there, { start: { type: 'AT_TIMESTAMP', at } })).toEqual(['b', 'c', 'd']);
    expect(await textsOf(there, { until: at.getTime() })).toEqual(['a', 'b']);
    const records = readStream(there.client, { stream: there.stream, ...whole }, new AbortController().signal);
    await records.next();
    const { value } = await records.next();
    const sequence = value?.position.sequence ?? '';
    expect(await textsOf(there, { start: { type: 'AT_SEQUENCE_NUMBER', sequence } })).toEqual(['b', 'c', 'd']);
  });

  it('reads a shard that was split or merged before those that came from it, though all arrive in one instant', async () => {
    const there = await readBackStream(1);
    there.pass(-1000);
    await there.put('before', 'k');
    await there.split(shard(0));
    there.pass(-1000);
    await there.put('between', 'k');
    await there.merge(shard(1), shard(2));
    there.pass(-1000);
    await there.put('after', 'k');
    expect(await textsOf(there)).toEqual(['before', 'between', 'after']);
  });

  it('reads no other shard than those that are asked for, and waits for none of them', async () => {
    const there = await readBackStream(1);
    await there.put('before', 'k');
    await there.split(shard(0));
    for (const word of ['a', 'b', 'c', 'd', 'e', 'f']) await there.put(word);
    const children = [shard(1), shard(2)];
    const each = children.map((wanted) => textsOf(there, { includes: ({ id }) => id === wanted }));
    const [first = [], second = []] = await Promise.all(each);
    expect(first.length).toBeGreaterThan(0);
    expect(second.length).toBeGreaterThan(0);
    expect([...first, ...second].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('follows what comes, into shards that come, until the signal', async () => {
    const there = await readBackStream(1);
    await there.put('old');
    there.pass(1000);
    const stop = new AbortController();
    const start = { type: 'AT_TIMESTAMP', at: new Date(there.now()) } as const;
    const seen: string[] = [];
    for await (const record of readStream(there.client, await afterwards(), stop.signal)) {
      seen.push(textOf(record));
      if (seen.length === 1) {
        await there.split(shard(0));
        await there.put('split', 'k');
      }
      if (seen.length === 2) stop.abort();
    }
    expect(seen).toEqual(['new', 'split']);

    async function afterwards(): Promise<StreamReading> {
      await there.put('new', 'k');
      return { stream: there.stream, start, follow: true };
    }
  });

  it('goes on behind the last record where an iterator has expired', async () => {
    const there = await readBackStream(1);
    for (const word of ['a', 'b', 'c']) await there.put(word);
    let calls = 0;
    const send = async (command: Parameters<KinesisClient['send']>[0]) => {
      if (!(command instanceof GetRecordsCommand)) return there.client.send(command);
      calls += 1;
      if (calls % 2 === 0) throw new ExpiredIteratorException({ message: 'too old', $metadata: {} });
      return there.client.send(new GetRecordsCommand({ ...command.input, Limit: 1 }));
    };
    expect(await textsOf({ ...there, client: { send } as unknown as KinesisClient })).toEqual(['a', 'b', 'c']);
    expect(calls).toBeGreaterThan(3);
  });
});

describe('newestRecords', () => {
  const newest = async (there: ReadBack, count: number, key?: string) => {
    const reading = { stream: there.stream, until: there.now() };
    const matches = ({ partitionKey }: SourceRecord) => key === undefined || partitionKey === key;
    const { signal } = new AbortController();
    return (await newestRecords(there.client, reading, { count, matches }, signal)).map(textOf);
  };

  it('gives the last so many, of a key too, however long ago that was', async () => {
    const there = await readBackStream(2);
    for (const text of ['a', 'b', 'c']) await there.put(text, 'quiet');
    there.pass(1_800_000);
    for (const text of ['d', 'e', 'f', 'g']) await there.put(text, 'busy');
    expect(await newest(there, 2)).toEqual(['f', 'g']);
    expect(await newest(there, 5)).toEqual(['c', 'd', 'e', 'f', 'g']);
    expect(await newest(there, 2, 'quiet')).toEqual(['b', 'c']);
    expect(await newest(there, 9, 'quiet')).toEqual(['a', 'b', 'c']);
    expect(await newest(there, 9, 'nobody')).toEqual([]);
  });
});
