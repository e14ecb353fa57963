import { setTimeout as sleep } from 'node:timers/promises';
import type { PlainClient } from './client.ts';

/** What is put and how much at once. */
export const load = { recordsPerBatch: 500, recordBytes: 200, shards: 8, readLimit: 1000 } as const;

/** Records a second. */
export interface Rates {
  readonly in: number;
  readonly out: number;
}

/** How one measurement runs. */
export interface LoadOptions {
  /** Requests under way at any time; at most one reader a shard. */
  readonly inFlight: number;
  /** How long to put, and how long to read. Unit: s. */
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/**
 * Puts batches into a stream of its own, then reads all of them again and again.
 *
 * @throws {Error} when a record that was acknowledged is not read
 */
export async function measure(client: PlainClient, stream: string, options: LoadOptions): Promise<Rates> {
  await client.call('CreateStream', JSON.stringify({ StreamName: stream, ShardCount: load.shards }));
  try {
    await active(client, stream, options.signal);
    const put = await putFor(client, stream, options);
    const read = await readFor(client, stream, options, put.records);
    return { in: put.records / put.seconds, out: read.records / read.seconds };
  } finally {
    await client.call('DeleteStream', JSON.stringify({ StreamName: stream }));
  }
}

interface Done {
  readonly records: number;
  readonly seconds: number;
}

async function active(client: PlainClient, stream: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const answer = JSON.parse(
      (await client.call('DescribeStreamSummary', JSON.stringify({ StreamName: stream }))).toString(),
    );
    if (answer.StreamDescriptionSummary.StreamStatus === 'ACTIVE') return;
    await sleep(20, undefined, { signal });
  }
}

async function putFor(client: PlainClient, stream: string, { inFlight, seconds, signal }: LoadOptions): Promise<Done> {
  const Data = Buffer.alloc(load.recordBytes, 'x').toString('base64');
  const Records = Array.from({ length: load.recordsPerBatch }, (_, index) => ({ PartitionKey: `key-${index}`, Data }));
  const body = JSON.stringify({ StreamName: stream, Records });
  let records = 0;
  const started = performance.now();
  const worker = async (): Promise<void> => {
    while (performance.now() - started < seconds * 1000) {
      signal.throwIfAborted();
      const answer = await client.call('PutRecords', body);
      if (!answer.includes('"FailedRecordCount":0')) throw new Error('PutRecords has refused records');
      records += load.recordsPerBatch;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return { records, seconds: (performance.now() - started) / 1000 };
}

async function readFor(
  client: PlainClient,
  stream: string,
  { inFlight, seconds, signal }: LoadOptions,
  expected: number,
): Promise<Done> {
  const readers = Math.min(inFlight, load.shards);
  let records = 0;
  let isFirst = true;
  const started = performance.now();
  do {
    signal.throwIfAborted();
    const shards = Array.from({ length: load.shards }, (_, index) => `shardId-${String(index).padStart(12, '0')}`);
    const counts = await Promise.all(Array.from({ length: readers }, () => readShards(client, stream, shards)));
    const pass = counts.reduce((sum, count) => sum + count, 0);
    if (isFirst && pass !== expected)
      throw new Error(`${stream}: ${expected} records were acknowledged, ${pass} were read`);
    isFirst = false;
    records += pass;
  } while (performance.now() - started < seconds * 1000);
  return { records, seconds: (performance.now() - started) / 1000 };
}

/** Takes shards off the list until it is empty, and reads each to its end. */
async function readShards(client: PlainClient, stream: string, shards: string[]): Promise<number> {
  let records = 0;
  for (let shard = shards.pop(); shard !== undefined; shard = shards.pop()) {
    const position = { StreamName: stream, ShardId: shard, ShardIteratorType: 'TRIM_HORIZON' };
    let { ShardIterator } = JSON.parse((await client.call('GetShardIterator', JSON.stringify(position))).toString());
    for (;;) {
      const page = await client.call('GetRecords', JSON.stringify({ ShardIterator, Limit: load.readLimit }));
      const { Records, NextShardIterator, MillisBehindLatest } = JSON.parse(page.toString());
      records += Records.length;
      // kinesis-local says 0 before its last page too.
      if (MillisBehindLatest === 0 && Records.length === 0) break;
      ShardIterator = NextShardIterator;
    }
  }
  return records;
}
