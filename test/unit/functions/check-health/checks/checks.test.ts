import { describe, expect, test } from 'vitest';
import { cassandraCheck } from '../../../../../functions/check-health/checks/cassandra.ts';
import { failedBatchesCheck } from '../../../../../functions/check-health/checks/failed-batches.ts';
import { freshnessCheck } from '../../../../../functions/check-health/checks/freshness.ts';
import { mappingCheck } from '../../../../../functions/check-health/checks/mapping.ts';
import { rejectedShareCheck } from '../../../../../functions/check-health/checks/rejected-share.ts';
import { streamCheck } from '../../../../../functions/check-health/checks/stream.ts';
import { CqlSession } from '../../../../../functions/clients/cql/session.ts';
import type { ShardTotals } from '../../../../../functions/clients/totals.ts';
import { fakeS3Client } from '../../support/fake-client.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const clock = new FakeClock(Date.parse('2026-01-02T00:30:00Z'));
const target = { pipeline: 'sensors', stream: 'sensors.events', mapping: 'uuid' };
const consumer = { name: 'mapping', pipeline: 'sensors', mapping: 'uuid' } as const;
const answering = (answer: object) => ({ send: async () => answer }) as never;
const secondsAgo = (seconds: number): number => clock.now() - seconds * 1000;

function totals(shard: string, applied: string, arrivedAt: number, records = 100, rejected = 0): ShardTotals {
  const minute = new Date(arrivedAt).toISOString().slice(0, 16);
  const of = { records, stored: records - rejected, rejected, latency: [records], lastArrivedAt: arrivedAt };
  return { shard, applied, minutes: { [minute]: of } };
}

test('cassandra: asks for the version', async () => {
  const client = { execute: async () => ({ rows: [{ release_version: '5.0.9' }] }) };
  const session = new CqlSession(async () => client as never);
  expect(await cassandraCheck(session, clock).look()).toEqual({
    ok: true,
    message: 'Cassandra OK, version 5.0.9, 0 ms',
  });
  const empty = new CqlSession(async () => ({ execute: async () => ({ rows: [] }) }) as never);
  expect(await cassandraCheck(empty, clock).look()).toMatchObject({ ok: false });
});

test.each([
  ['ACTIVE', true],
  ['UPDATING', true],
  ['CREATING', false],
  ['DELETING', false],
])('stream: %s', async (StreamStatus, ok) => {
  const summary = { StreamStatus, OpenShardCount: 3, RetentionPeriodHours: 168 };
  expect(await streamCheck(answering({ StreamDescriptionSummary: summary }), target).look()).toEqual({
    ok,
    message: `sensors.events is ${StreamStatus}, 3 open shards, 168 h retention`,
  });
});

test.each([
  ['Enabled', 'OK', true],
  ['Enabled', 'No records processed', true],
  ['Creating', undefined, true],
  ['Enabled', 'PROBLEM: Function call failed', false],
  ['Disabled', 'OK', false],
])('mapping: %s, %s', async (State, LastProcessingResult, ok) => {
  expect(await mappingCheck(answering({ State, LastProcessingResult }), consumer).look()).toMatchObject({ ok });
});

test('mapping: that of the analyze function is a check of its own', async () => {
  const asked: unknown[] = [];
  const client = { send: async ({ input }: { input: unknown }) => asked.push(input) && { State: 'Enabled' } };
  const check = mappingCheck(client as never, { ...consumer, name: 'analyze-mapping', mapping: 'other' });
  expect(check).toMatchObject({ name: 'analyze-mapping', pipeline: 'sensors' });
  expect(await check.look()).toMatchObject({ ok: true });
  expect(asked).toEqual([{ UUID: 'other' }]);
});

test('mapping: says how to start a consumer that stands still, and when none is known', async () => {
  const { message } = await mappingCheck(answering({ State: 'Disabled' }), consumer).look();
  expect(message).toBe('the consumer is Disabled; `caudal resume sensors` starts it');
  const unknown = { ...consumer, mapping: undefined };
  expect(await mappingCheck(answering({}), unknown).look()).toMatchObject({ ok: false });
});

describe('rejected-share', () => {
  const look = (records: number, rejected: number, age = 60) =>
    rejectedShareCheck(
      'sensors',
      async () => [totals('a', '1', secondsAgo(age), records, rejected)],
      0.25,
      clock,
    ).look();

  test('is bad above the limit only', async () => {
    expect(await look(100, 25)).toEqual({
      ok: true,
      message: '25 of 100 records rejected in the last hour (25 %, limit 25 %)',
    });
    expect(await look(100, 26)).toMatchObject({ ok: false });
  });

  test('judges nothing where nothing came in the last hour', async () => {
    expect(await look(100, 100, 3_700)).toEqual({ ok: true, message: 'no events in the last hour' });
  });
});

describe('freshness', () => {
  /** Shards a and b; `waiting` is the arrival of the first record after the last one counted. */
  function look(counted: readonly ShardTotals[], waiting: Record<string, number> = {}) {
    const asked: Record<string, string | undefined> = {};
    const reader = {
      shards: async () => ['a', 'b'],
      backlog: async (shard: string, after: string | undefined, _since: Date, most: number) => {
        asked[shard] = after;
        expect(most).toBe(1);
        return { records: shard in waiting ? 1 : 0, oldestArrivedAt: waiting[shard] };
      },
    };
    const options = { pipeline: 'sensors', readTotals: async () => counted, reader, maxWaitSeconds: 300, clock };
    return freshnessCheck(options)
      .look()
      .then((finding) => ({ ...finding, asked }));
  }

  test('a producer that stopped half an hour ago is no fault', async () => {
    expect(await look([totals('a', '9', secondsAgo(1_800))])).toMatchObject({
      ok: true,
      message: 'everything that arrived is stored, the last event 1800 s ago',
    });
  });

  test('an event that waits too long is, also where nothing was ever stored', async () => {
    expect(await look([], { b: secondsAgo(301) })).toMatchObject({
      ok: false,
      message: expect.stringContaining('has waited 301 s (limit 300 s)'),
    });
    expect(await look([], { b: secondsAgo(300) })).toMatchObject({ ok: true });
  });

  test('asks each shard for what comes after the highest position that any hour counted', async () => {
    const { asked } = await look([totals('a', '99', secondsAgo(60)), totals('a', '100', secondsAgo(10))]);
    expect(asked).toEqual({ a: '100', b: undefined });
  });

  test('judges nothing where nothing came', async () => {
    expect(await look([])).toMatchObject({ ok: true, message: 'no events in the last hour' });
  });
});

describe('failed-batches', () => {
  const folder = 'aws/lambda/mapping-1/shardId-000000000000/';

  function look(objects: Readonly<Record<string, number>>) {
    const listed: string[] = [];
    const client = fakeS3Client(async ({ input }: { input: { Prefix: string; Delimiter?: string } }) => {
      listed.push(input.Prefix);
      if (input.Delimiter) {
        const deeper = Object.keys(objects).map((key) => key.slice(0, key.indexOf('/', input.Prefix.length) + 1));
        return { CommonPrefixes: [...new Set(deeper)].map((Prefix) => ({ Prefix })) };
      }
      const found = Object.entries(objects).filter(([key]) => key.startsWith(input.Prefix));
      return { Contents: found.map(([Key, at]) => ({ Key, LastModified: new Date(at) })) };
    });
    return failedBatchesCheck(client, 'bucket', 24, clock)
      .look()
      .then((finding) => ({ ...finding, listed }));
  }

  test('none is well', async () => {
    expect(await look({})).toMatchObject({ ok: true, message: '0 failed batches in the last 24 h' });
  });

  test('one of the last 24 hours is not, and older ones do not count', async () => {
    const objects = {
      [`${folder}2025/12/31/old`]: secondsAgo(90_000),
      [`${folder}2026/01/01/too-old`]: secondsAgo(86_401),
      [`${folder}2026/01/01/recent`]: secondsAgo(80_000),
      [`${folder}2026/01/02/new`]: secondsAgo(60),
    };
    const { ok, message, listed } = await look(objects);
    expect({ ok, message }).toEqual({
      ok: false,
      message: `2 failed batches in the last 24 h, such as s3://bucket/${folder}2026/01/02/new`,
    });
    expect(listed).toEqual(['aws/lambda/', 'aws/lambda/mapping-1/', `${folder}2026/01/01/`, `${folder}2026/01/02/`]);
  });
});
