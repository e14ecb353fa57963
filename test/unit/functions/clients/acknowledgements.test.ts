import { expect, test, vi } from 'vitest';
import type { Acknowledgement } from '../../../../core/acknowledgement.ts';
import { acknowledgementWriter, readAcknowledgements } from '../../../../functions/clients/acknowledgements.ts';
import { fakeS3Client } from '../support/fake-client.ts';
import { FakeClock } from '../support/fake-clock.ts';

interface Input {
  readonly Key?: string;
  readonly Body?: string;
  readonly Prefix?: string;
}

const lines = (from: number, to: number): Acknowledgement[] =>
  Array.from({ length: to - from }, (_, n) => ({
    shard: 'shardId-000000000000',
    sequence: String(from + n),
    eventId: `e-${from + n}`,
    hash: 'h',
    putAt: 1,
    acknowledgedAt: 2,
  }));

/** A bucket in memory whose first puts fail, as many as said. */
function bucketThatFails(puts: number) {
  const objects = new Map<string, string>();
  let left = puts;
  const client = fakeS3Client(async ({ input }: { input: Input }) => {
    const { Key = '', Body, Prefix } = input;
    if (Prefix !== undefined) {
      const found = [...objects.keys()].filter((key) => key.startsWith(Prefix));
      return { Contents: found.reverse().map((key) => ({ Key: key })) };
    }
    if (Body === undefined) return { Body: { transformToString: async () => objects.get(Key) } };
    left -= 1;
    if (left >= 0) throw new Error('SlowDown');
    objects.set(Key, Body);
    return {};
  });
  return { objects, client };
}

const clock = new FakeClock();
const where = { bucket: 'b', pipeline: 'sensors', runId: 'run-1', producer: 2, clock, drawId: () => 'c0ffee' };

test('writes parts of so many lines, the rest at the end, and reads all of them back in order', async () => {
  const { objects, client } = bucketThatFails(0);
  const sink = acknowledgementWriter({ ...where, client, linesPerPart: 10 });
  sink.add(lines(0, 4));
  sink.add(lines(4, 25));
  expect(await sink.close()).toEqual({ location: 's3://b/acknowledgements/sensors/run-1/', kept: 25, missing: 0 });
  expect([...objects.keys()]).toEqual([
    'acknowledgements/sensors/run-1/2-c0ffee-00000.ndjson',
    'acknowledgements/sensors/run-1/2-c0ffee-00001.ndjson',
    'acknowledgements/sensors/run-1/2-c0ffee-00002.ndjson',
  ]);
  expect(await readAcknowledgements(client, 'b', 'acknowledgements/sensors/run-1/')).toEqual(lines(0, 25));
});

test('two writers of one run and one producer keep the lines of both', async () => {
  const { objects, client } = bucketThatFails(0);
  const { drawId, ...drawing } = where;
  const writers = [acknowledgementWriter({ ...drawing, client }), acknowledgementWriter({ ...drawing, client })];
  for (const [n, writer] of writers.entries()) writer.add(lines(n * 10, n * 10 + 10));
  for (const writer of writers) expect(await writer.close()).toMatchObject({ kept: 10, missing: 0 });
  expect([...objects.keys()]).toEqual([1, 2].map(() => expect.stringMatching(/run-1\/2-[0-9a-f]{12}-00000\.ndjson$/)));
  const read = await readAcknowledgements(client, 'b', 'acknowledgements/sensors/run-1/');
  expect(read.sort((a, b) => Number(a.sequence) - Number(b.sequence))).toEqual(lines(0, 20));
});

test('a writer draws once, so that the order of its parts is the order of their names', async () => {
  const { objects, client } = bucketThatFails(0);
  const drawId = vi.fn(() => 'c0ffee');
  const sink = acknowledgementWriter({ ...where, client, drawId, linesPerPart: 1 });
  sink.add(lines(0, 3));
  await sink.close();
  expect(drawId).toHaveBeenCalledOnce();
  expect(objects.size).toBe(3);
});

test('a line does not wait longer than told', async () => {
  const { objects, client } = bucketThatFails(0);
  const sink = acknowledgementWriter({ ...where, client, partEveryMs: 1_000 });
  sink.add(lines(0, 1));
  clock.pass(1_000);
  sink.add(lines(1, 2));
  await new Promise((resolve) => setImmediate(resolve));
  expect(objects.size).toBe(1);
  await sink.close();
  expect(objects.size).toBe(1);
});

test('a write that fails is tried again', async () => {
  const { client } = bucketThatFails(3);
  const sink = acknowledgementWriter({ ...where, client });
  sink.add(lines(0, 3));
  expect(await sink.close()).toMatchObject({ kept: 3, missing: 0 });
});

test('a write that stays failed is told, not thrown', async () => {
  const { client } = bucketThatFails(4);
  const sink = acknowledgementWriter({ ...where, client });
  sink.add(lines(0, 3));
  expect(await sink.close()).toMatchObject({ kept: 0, missing: 3, error: 'SlowDown' });
});

test('names the object that holds garbage', async () => {
  const { objects, client } = bucketThatFails(0);
  objects.set('acknowledgements/x/0-0.ndjson', '{"shard":\n');
  await expect(readAcknowledgements(client, 'b', 'acknowledgements/x/')).rejects.toThrow(
    'acknowledgements/x/0-0.ndjson holds a line that is not JSON',
  );
});
