import { describe, expect, test } from 'vitest';
import type { Acknowledgement } from '../../../../core/acknowledgement.ts';
import type { Put, StreamEntry } from '../../../../functions/clients/stream.ts';
import { type DrawnRequest, type ProducerPorts, runProducer } from '../../../../functions/produce/producer.ts';
import type { Progress } from '../../../../functions/produce/tally.ts';
import sensors from '../../../../pipelines/sensors.ts';
import { FakeClock } from '../support/fake-clock.ts';

const request: DrawnRequest = {
  pipeline: 'sensors',
  eventsPerSecond: 10,
  durationSeconds: 10,
  devices: 5,
  seed: 42,
  startAt: '2026-01-01T00:00:00Z',
  producer: 0,
  runId: 'run-1',
  retries: 3,
  lingerMs: 50,
  faults: { invalid: 0, duplicate: 0, late: 0, outOfOrder: 0 },
};

/** A producer over a stream in memory whose puts take as long as `put` lets pass. */
function world(put?: (clock: FakeClock, entries: readonly StreamEntry[], call: number) => void) {
  const clock = new FakeClock();
  const began = clock.now();
  const sends: { at: number; entries: readonly StreamEntry[] }[] = [];
  const acknowledged: Acknowledgement[] = [];
  const progress: Progress[] = [];
  const stop = new AbortController();
  let sequence = 0;
  const writer: Put = async (entries) => {
    sends.push({ at: clock.now() - began, entries });
    put?.(clock, entries, sends.length);
    return entries.map(() => {
      sequence += 1;
      return { shard: 'shardId-000000000000', sequence: String(sequence), attempts: 1 };
    });
  };
  const ports: ProducerPorts = {
    put: writer,
    acknowledge: {
      add: (lines) => void acknowledged.push(...lines),
      close: async () => ({ location: 's3://b/p/', kept: acknowledged.length, missing: 0 }),
    },
    clock,
    onProgress: (one) => void progress.push(one),
    signal: stop.signal,
  };
  return { ports, clock, began, sends, acknowledged, progress, stop };
}

describe('runProducer', () => {
  test('sends each record when it is due, and its rate holds over the run', async () => {
    const { ports, sends, clock, began } = world();
    const result = await runProducer(sensors, request, ports);
    expect(result).toMatchObject({ sent: 100, failed: 0, retried: 0, seed: 42, acknowledgements: 's3://b/p/' });
    expect(sends.map(({ at }) => at)).toEqual(Array.from({ length: 100 }, (_, n) => n * 100 + 50));
    expect(clock.now() - began).toBe(9_950);
  });

  test('a slow put shifts nothing: what became due meanwhile follows at once', async () => {
    const { ports, sends } = world((clock, _, call) => clock.pass(call === 1 ? 3_000 : 5));
    const { sent } = await runProducer(sensors, request, ports);
    expect(sent).toBe(100);
    expect(sends[1]?.at).toBe(3_050);
    expect(sends[1]?.entries).toHaveLength(30);
    expect(sends.at(-1)?.at).toBe(9_950);
  });

  test('puts that are always slow lower the rate of puts, not of events', async () => {
    const { ports, clock, began } = world((of) => of.pass(400));
    const { sent } = await runProducer(sensors, request, ports);
    expect(sent).toBe(100);
    expect(clock.now() - began).toBeLessThan(10_800);
  });

  test('gathers within the linger, never more than a call takes', async () => {
    const { ports, sends } = world((clock, _, call) => clock.pass(call === 1 ? 1_000 : 0));
    await runProducer(sensors, { ...request, eventsPerSecond: 5_000, durationSeconds: 1 }, ports);
    expect(sends[0]?.entries).toHaveLength(251);
    expect(Math.max(...sends.map(({ entries }) => entries.length))).toBe(500);
  });

  test('keeps an acknowledgement of each record, with its fault', async () => {
    const { ports, acknowledged } = world((clock) => clock.pass(7));
    const faulty = { ...request, faults: { ...request.faults, invalid: 0.5 }, invalidKind: 'course' };
    const { byFault } = await runProducer(sensors, faulty, ports);
    expect(acknowledged).toHaveLength(100);
    expect(new Set(acknowledged.map(({ hash }) => hash.length))).toEqual(new Set([64]));
    expect(acknowledged[0]).toMatchObject({ shard: 'shardId-000000000000', sequence: '1' });
    expect((acknowledged[0]?.acknowledgedAt ?? 0) - (acknowledged[0]?.putAt ?? 0)).toBe(7);
    expect(byFault).toEqual({ 'invalid:course': acknowledged.filter(({ fault }) => fault).length });
  });

  test('the same seed sends the same bytes', async () => {
    const [one, other] = [world(), world()];
    await runProducer(sensors, request, one.ports);
    await runProducer(sensors, request, other.ports);
    expect(one.sends.map(({ entries }) => entries)).toEqual(other.sends.map(({ entries }) => entries));
  });

  test('counts what the stream did not take, and does not acknowledge it', async () => {
    const { ports, acknowledged, progress } = world();
    const failing: Put = async (entries) => {
      const results = await ports.put(entries);
      return results.map((result, n) => (n === 0 ? { error: new Error('throttled'), attempts: 4 } : result));
    };
    const wide = { ...request, lingerMs: 500 };
    const result = await runProducer(sensors, wide, { ...ports, put: failing });
    expect(result.sent + result.failed).toBe(100);
    expect(result).toMatchObject({ retried: result.failed * 3, error: 'throttled' });
    expect(acknowledged).toHaveLength(result.sent);
    expect(progress.at(-1)).toMatchObject({ sent: result.sent, failed: result.failed });
  });

  test('a stream that takes nothing at all fails every record, and is told as the error', async () => {
    const { ports, acknowledged } = world();
    const failing: Put = async (entries) => entries.map(() => ({ error: new Error('no such stream'), attempts: 1 }));
    const result = await runProducer(sensors, request, { ...ports, put: failing });
    expect(result).toMatchObject({ sent: 0, failed: 100, retried: 0, error: 'no such stream' });
    expect(result).not.toHaveProperty('first');
    expect(result).not.toHaveProperty('stoppedBy');
    expect(acknowledged).toEqual([]);
  });

  test('a run that went well names no error and nothing that stopped it', async () => {
    const result = await runProducer(sensors, request, world().ports);
    expect(result).not.toHaveProperty('error');
    expect(result).not.toHaveProperty('stoppedBy');
  });

  test('a deadline that comes when all is sent, while acknowledgements are written, stopped nothing', async () => {
    const { ports, stop } = world();
    const close = async () => {
      stop.abort('deadline');
      return { location: 's3://b/p/', kept: 100, missing: 0 };
    };
    const result = await runProducer(sensors, request, { ...ports, acknowledge: { ...ports.acknowledge, close } });
    expect(result).toMatchObject({ sent: 100 });
    expect(result).not.toHaveProperty('stoppedBy');
  });

  test('an aborted signal ends it with its totals and its acknowledgements', async () => {
    const { ports, stop, acknowledged } = world((_, __, call) => {
      if (call === 20) stop.abort('deadline');
    });
    const endless = { ...request, durationSeconds: Number.POSITIVE_INFINITY };
    const result = await runProducer(sensors, endless, ports);
    expect(result).toMatchObject({ sent: 20, stoppedBy: 'deadline' });
    expect(acknowledged).toHaveLength(20);
    expect(result.last).toMatchObject({ stream: 'sensors.events', sequence: '20' });
    expect(result).not.toHaveProperty('error');
  });

  test('says when acknowledgements are missing', async () => {
    const { ports } = world();
    const close = async () => ({ location: 's3://b/p/', kept: 90, missing: 10, error: 'SlowDown' });
    const result = await runProducer(sensors, request, { ...ports, acknowledge: { ...ports.acknowledge, close } });
    expect(result).toMatchObject({ acknowledgementsMissing: 10, error: 'SlowDown' });
  });
});
