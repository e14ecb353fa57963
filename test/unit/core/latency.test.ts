import { describe, expect, it } from 'vitest';
import type { Acknowledgement } from '../../../core/acknowledgement.ts';
import { type FinishedBatch, measureLatency } from '../../../core/latency.ts';

const acknowledgement = (sequence: string, putAt: number, shard = 'shardId-0'): Acknowledgement => ({
  shard,
  sequence,
  eventId: `e-${sequence}`,
  hash: '',
  putAt,
  acknowledgedAt: putAt + 10,
});

const batch = (first: string, last: string, receivedAt: number, shard = 'shardId-0'): FinishedBatch => ({
  shard,
  firstSequence: first,
  lastSequence: last,
  receivedAt,
  judgedAt: receivedAt + 2,
  writtenAt: receivedAt + 7,
});

describe('measureLatency', () => {
  it('adds up: put, wait, handler and write are the whole', () => {
    const report = measureLatency([acknowledgement('5', 1000)], [batch('1', '9', 1050)]);
    expect(report?.total.max).toBe(57);
    expect(report?.parts).toMatchObject({
      put: { max: 10 },
      wait: { max: 40 },
      handler: { max: 2 },
      write: { max: 5 },
    });
  });

  it('compares sequence numbers as numbers, not as text', () => {
    expect(measureLatency([acknowledgement('10', 0)], [batch('9', '11', 20)])?.measured).toBe(1);
  });

  it('counts the first batch that finished a record delivered twice', () => {
    const report = measureLatency([acknowledgement('5', 0)], [batch('4', '6', 500), batch('5', '5', 100)]);
    expect(report?.total.max).toBe(107);
  });

  it('keeps shards apart and says nothing where nothing was written', () => {
    expect(measureLatency([acknowledgement('5', 0, 'shardId-1')], [batch('1', '9', 100)])).toBeUndefined();
  });

  it('takes the parts of the batch that came first in the list where two were written at the same time', () => {
    const late = { ...batch('1', '9', 100), receivedAt: 90, judgedAt: 95 };
    expect(measureLatency([acknowledgement('5', 0)], [batch('1', '9', 100), late])?.parts.write.max).toBe(5);
    expect(measureLatency([acknowledgement('5', 0)], [late, batch('1', '9', 100)])?.parts.write.max).toBe(12);
  });

  it('measures each acknowledgement of a position that was acknowledged twice', () => {
    const report = measureLatency([acknowledgement('5', 0), acknowledgement('5', 50)], [batch('5', '5', 100)]);
    expect(report).toMatchObject({ measured: 2, total: { p50: 57, max: 107 } });
  });

  it('measures a long run, delivered twice and in no order', () => {
    const records = 50_000;
    // 7,919 has no factor in common with the number of records, so each of them comes once.
    const places = Array.from({ length: records }, (_, n) => (n * 7_919) % records);
    const batches = Array.from({ length: records / 10 }, (_, n) => batch(`${n * 10}`, `${n * 10 + 9}`, n * 10 + 1_000));
    const again = batches.map(({ firstSequence, lastSequence, receivedAt }) =>
      batch(firstSequence, lastSequence, receivedAt + 60_000),
    );
    const report = measureLatency(
      places.map((place) => acknowledgement(`${place}`, place)),
      [...again, ...batches],
    );
    expect(report?.measured).toBe(records);
    expect(report?.total).toEqual({ p50: 1_002, p95: 1_007, p99: 1_007, max: 1_007 });
  });

  it('takes percentiles by nearest rank', () => {
    const many = Array.from({ length: 100 }, (_, n) => acknowledgement(String(n + 1), 1000 - n));
    const report = measureLatency(many, [batch('1', '100', 2000)]);
    expect(report?.total).toEqual({ p50: 1056, p95: 1101, p99: 1105, max: 1106 });
  });
});
