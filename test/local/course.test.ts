import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { caudal, caudalJson } from './support/caudal.ts';
import { until } from './support/until.ts';

interface Ledger {
  readonly sent: number;
  readonly stored: number;
  readonly rejected: number;
  readonly duplicate: number;
  readonly failed: number;
  readonly inFlight: number;
  readonly lost: number;
}

interface Produced {
  readonly sent: number;
  readonly failed: number;
  readonly runId: string;
}

interface Counts {
  readonly records: number;
  readonly stored: number;
  readonly rejected: number;
}

const counts = (): Promise<Counts> => caudalJson<Counts>(['count', 'sensors']);
const produce = (...args: string[]): Promise<Produced> => caudalJson<Produced>(['produce', 'sensors', ...args]);
/** How the stream stands. */
const stream = async (): Promise<{ recordsIn: number; shards: { iteratorAgeMs: number; waiting: number }[] }> => {
  type Stream = Awaited<ReturnType<typeof stream>>;
  const [sensors] = (await caudalJson<{ pipelines: Stream[] }>(['status'])).pipelines;
  if (!sensors) throw new Error('status shows no pipeline');
  return sensors;
};
/** The ledger of one run of a producer, once nothing of it is under way any more. */
const ledger = (runId: string): Promise<Ledger> =>
  caudalJson<Ledger>(['ledger', 'sensors', '--run', runId, '--wait', '60s']);

describe("the course's experiments", () => {
  it('1: the consumer stops, the stream buffers, nothing is lost after it resumes', async () => {
    await caudalJson(['pause', 'sensors']);
    const before = await counts();
    const streamBefore = await stream();
    const { sent, runId } = await produce('--rate', '50', '--for', '6s');
    expect(sent).toBe(300);
    await sleep(2000);
    expect((await counts()).records).toBe(before.records);
    const buffered = await stream();
    expect(buffered.recordsIn - streamBefore.recordsIn).toBe(300);
    expect(Math.max(...buffered.shards.map(({ iteratorAgeMs }) => iteratorAgeMs))).toBeGreaterThan(1000);
    // What waits in the stream is in flight, not lost, however long ago it was sent.
    const waiting = await caudal(['ledger', 'sensors', '--run', runId, '--deadline', '1ms', '--json']);
    expect(waiting.code).toBe(1);
    expect(JSON.parse(waiting.stdout)).toMatchObject({ sent: 300, stored: 0, inFlight: 300, lost: 0 });
    await caudalJson(['resume', 'sensors']);
    expect(await ledger(runId)).toMatchObject({ sent: 300, stored: 300, rejected: 0, inFlight: 0, lost: 0 });
  });

  it('2: one in ten is invalid, and is rejected with reasons; the others are stored', async () => {
    const { runId } = await produce('--rate', '100', '--for', '5s', '--invalid', '10%', '--seed', '7');
    const account = await ledger(runId);
    expect(account).toMatchObject({ sent: 500, failed: 0, inFlight: 0, lost: 0 });
    expect(account.rejected).toBeGreaterThan(20);
    expect(account.rejected).toBeLessThan(90);
    expect(account.stored + account.rejected).toBe(500);
    const rejected = await caudalJson<{ reasons: string[] }[]>(['rejected', 'sensors', '--limit', '10000']);
    expect(rejected.length).toBeGreaterThanOrEqual(account.rejected);
    expect(rejected.every(({ reasons }) => reasons.length > 0)).toBe(true);
  });

  it('3: three producers at ten times the rate, and all of it arrives', async () => {
    const { sent, failed, runId } = await produce('--rate', '50', '--for', '6s', '--producers', '3', '--seed', '1');
    expect({ sent, failed }).toEqual({ sent: 900, failed: 0 });
    expect(await ledger(runId)).toMatchObject({ sent: 900, stored: 900, lost: 0 });
  });

  it('4: the count grows while the producer runs', async () => {
    let { stored } = await counts();
    const running = produce('--rate', '50', '--for', '20s');
    for (let look = 0; look < 2; look += 1) {
      const later = await until(counts, (now) => now.stored > stored, 30_000);
      expect(later.stored).toBeGreaterThan(stored);
      stored = later.stored;
    }
    await running;
  });

  it("answers the course's own queries, with a warning where they would cost a full scan", async () => {
    const limited = await caudalJson<Record<string, unknown>[]>(['query', 'SELECT * FROM rt.sensor_readings LIMIT 5;']);
    expect(limited).toHaveLength(5);
    const counting = await caudal(['query', '--json', 'SELECT COUNT(*) FROM rt.sensor_readings;']);
    expect(JSON.parse(counting.stdout)[0].count).toBeGreaterThan(1000);
    expect(counting.stderr).toContain('caudal count sensors');
    const filtering = await caudal([
      'query',
      "SELECT * FROM rt.sensor_readings WHERE device_id = 'sensor-23' ALLOW FILTERING;",
    ]);
    expect(filtering.code).toBe(0);
    expect(filtering.stdout).toContain('sensor-23');
    expect(filtering.stderr).toContain('rt.readings_by_device');
  });

  it('counts what it stores: the counter grows by what the ledger finds', async () => {
    const before = await counts();
    const { runId } = await produce('--rate', '50', '--for', '2s', '--invalid', '20%');
    const { stored, rejected } = await ledger(runId);
    const grown = await until(counts, ({ records }) => records - before.records >= 100, 15_000);
    expect(grown.stored - before.stored).toBe(stored);
    expect(grown.rejected - before.rejected).toBe(rejected);
  });
});
