import { setTimeout as sleep } from 'node:timers/promises';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { type Target, until } from './target.ts';

/** How long records took from the acknowledgement of their PutRecords to the start of the handler. Unit: ms. */
export interface Latency {
  readonly recordsPerSecond: number;
  readonly records: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Puts come at most this often; a higher rate puts more records at once. Unit: ms. */
const TICK_MS = 100;

/**
 * Puts records at a rate and waits until the function has begun with each. A handler that begins before the client has its
 * acknowledgement counts as 0.
 */
export async function measureLatency(target: Target, recordsPerSecond: number, seconds: number): Promise<Latency> {
  const everyMs = Math.max(TICK_MS, 1000 / recordsPerSecond);
  const each = Math.round((recordsPerSecond * everyMs) / 1000);
  const acknowledged = new Map<string, number>();
  const puts: Promise<void>[] = [];
  const begun = performance.now();
  for (let tick = 0; tick * everyMs < seconds * 1000; tick += 1) {
    await sleep(Math.max(0, begun + tick * everyMs - performance.now()));
    puts.push(put(target, each, acknowledged));
  }
  await Promise.all(puts);
  await until(async () => [...acknowledged.keys()].every((sequence) => target.begun.has(sequence)));
  const latencies = [...acknowledged]
    .map(([sequence, at]) => Math.max(0, (target.begun.get(sequence) ?? Number.NaN) - at))
    .sort((one, other) => one - other);
  const at = (share: number): number => latencies[Math.ceil(latencies.length * share) - 1] ?? Number.NaN;
  return { recordsPerSecond, records: latencies.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

async function put({ kinesis, stream }: Target, count: number, acknowledged: Map<string, number>): Promise<void> {
  const Records = Array.from({ length: count }, (_, index) => ({
    Data: Buffer.alloc(200, 'x'),
    PartitionKey: `${index}`,
  }));
  const { Records: answers = [] } = await kinesis.send(new PutRecordsCommand({ StreamName: stream, Records }));
  const now = Date.now();
  for (const { SequenceNumber } of answers) if (SequenceNumber) acknowledged.set(SequenceNumber, now);
}
