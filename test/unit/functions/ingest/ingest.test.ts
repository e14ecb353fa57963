import { describe, expect, test } from 'vitest';
import type { SourceRecord } from '../../../../core/source.ts';
import type { EventStore, WriteOutcome } from '../../../../core/store.ts';
import type { Row } from '../../../../core/table.ts';
import { createIngest, type IngestPorts } from '../../../../functions/ingest/ingest.ts';
import sensors from '../../../../pipelines/sensors.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { kinesisEvent, reading, record } from '../support/records.ts';

type Reading = Parameters<typeof sensors.id>[0];

const clock = new FakeClock();

/** The ingest function over a store in memory. `failing` says which records it can't write just now. */
function ingestOver(failing: (record: SourceRecord) => boolean, over: Partial<IngestPorts<Reading>> = {}) {
  const written = { accepted: [] as SourceRecord[], rejected: [] as SourceRecord[] };
  const store: EventStore<Reading> = {
    async write(accepted, rejected) {
      clock.pass(20);
      const outcome: WriteOutcome = {
        refused: [],
        failed: [...accepted, ...rejected]
          .filter(({ record: one }) => failing(one))
          .map(({ record: one }) => ({ record: one, error: new Error('time-out\n    at somewhere') })),
      };
      written.accepted.push(...accepted.map(({ record: one }) => one).filter((one) => !failing(one)));
      written.rejected.push(...rejected.map(({ record: one }) => one).filter((one) => !failing(one)));
      return outcome;
    },
  };
  const lines: { level: string; fields: object }[] = [];
  const numbers: object[] = [];
  const batches: Row[] = [];
  const counted: number[] = [];
  const ingest = createIngest<Reading>({
    pipeline: sensors,
    store,
    count: async ({ stored, rejected }) => void counted.push(stored.length + rejected.length),
    keepBatch: async (row) => void batches.push(row),
    now: () => clock.now(),
    log: (level, _message, fields) => void lines.push({ level, fields }),
    measure: (of) => void numbers.push(of),
    ...over,
  });
  return { ingest, written, lines, numbers, batches, counted };
}

const records = [
  record(0),
  record(1, 'garbage with a secret'),
  record(2),
  record(3, reading(3, { temperature_c: 99 })),
];
const never = (): boolean => false;

describe('ingest', () => {
  test('stores what is valid, rejects what is not, and acknowledges all', async () => {
    const { ingest, written, counted, batches, numbers } = ingestOver(never);
    expect(await ingest(kinesisEvent(records), 'request-1')).toEqual({ batchItemFailures: [] });
    expect(written.accepted).toHaveLength(2);
    expect(written.rejected).toHaveLength(2);
    expect(counted).toEqual([4]);
    expect(batches).toMatchObject([
      { pipeline: 'sensors', records: 4, stored: 2, rejected: 2, request_id: 'request-1' },
    ]);
    expect(numbers).toMatchObject([{ accepted: 2, rejected: 2, failed: 0 }]);
  });

  test('logs one line a batch, and no payload', async () => {
    const { ingest, lines } = ingestOver(never);
    await ingest(kinesisEvent(records), 'r');
    expect(lines).toEqual([
      {
        level: 'info',
        fields: {
          shard: 'shardId-000000000000',
          first: records[0]?.position.sequence,
          last: records[3]?.position.sequence,
          records: 4,
          stored: 2,
          rejected: 2,
          durationMs: 20,
          rowsPerSecond: 200,
        },
      },
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  test('a write error is not swallowed: the lowest position that failed is reported, and what lies before it counts', async () => {
    const failing = new Set([records[2]?.position.sequence, records[3]?.position.sequence]);
    const { ingest, counted, lines, numbers } = ingestOver(({ position }) => failing.has(position.sequence));
    expect(await ingest(kinesisEvent(records), 'r')).toEqual({
      batchItemFailures: [{ itemIdentifier: records[2]?.position.sequence }],
    });
    expect(counted).toEqual([2]);
    expect(numbers).toMatchObject([{ accepted: 1, rejected: 1, failed: 2 }]);
    expect(lines).toMatchObject([
      { level: 'warn', fields: { failedFrom: records[2]?.position.sequence, error: 'Error: time-out' } },
    ]);
  });

  test('a batch that failed at its first record keeps no books', async () => {
    const { ingest, counted, batches } = ingestOver(() => true);
    expect(await ingest(kinesisEvent(records), 'r')).toEqual({
      batchItemFailures: [{ itemIdentifier: records[0]?.position.sequence }],
    });
    expect([counted, batches]).toEqual([[], []]);
  });

  test.each([['count'], ['keepBatch']] as const)('when %s fails, the whole batch comes again', async (port) => {
    const broken = async (): Promise<never> => {
      throw new Error('throttled');
    };
    const { ingest, lines } = ingestOver(never, { [port]: broken });
    expect(await ingest(kinesisEvent(records), 'r')).toEqual({
      batchItemFailures: [{ itemIdentifier: records[0]?.position.sequence }],
    });
    expect(lines).toMatchObject([{ level: 'warn', fields: { error: 'Error: throttled' } }]);
  });

  test('an empty batch is nothing to do', async () => {
    const { ingest, lines } = ingestOver(never);
    expect(await ingest({ Records: [] }, 'r')).toEqual({ batchItemFailures: [] });
    expect(lines).toEqual([]);
  });

  test('an envelope that is none of Kinesis is thrown: nobody could say what to retry', async () => {
    await expect(ingestOver(never).ingest({} as never, 'r')).rejects.toThrow('Records');
  });

  test('UTF-8 beyond ASCII survives', async () => {
    const { ingest, written } = ingestOver(never);
    await ingest(kinesisEvent([record(0, reading(0, { device_id: 'sensor-é-🌊' }))]), 'r');
    expect(Buffer.from(written.accepted[0]?.data ?? '', 'base64').toString()).toContain('sensor-é-🌊');
  });
});
