import { describe, expect, it } from 'vitest';
import type { ConsumeContext, ConsumedEvent, ConsumedEvents } from '../../../../core/consumer.ts';
import { decode } from '../../../../core/decode.ts';
import { createConsume } from '../../../../functions/consume/consume.ts';
import sensors from '../../../../pipelines/sensors.ts';
import { kinesisEvent, reading, record } from '../support/records.ts';

type Reading = Parameters<typeof sensors.id>[0];
type Handle = (events: ConsumedEvents<Reading>, context: ConsumeContext<Reading>) => Promise<void>;

/** The function over a consumer that notes what it is handed, and then does as `handle` says. */
function consuming(handle: Handle = async () => undefined) {
  const handed: ConsumedEvent<Reading>[][] = [];
  const lines: { level: string; fields: Readonly<Record<string, string | number>> }[] = [];
  const numbers: object[] = [];
  const consume = createConsume<Reading>({
    consumer: {
      pipeline: sensors,
      handle: async (events, context) => {
        handed.push([...events]);
        await handle(events, context);
      },
    },
    decode,
    now: () => 1_000,
    log: (level, _message, fields) => void lines.push({ level, fields }),
    measure: (of) => void numbers.push(of),
  });
  return { consume, handed, lines, numbers };
}

const records = [
  record(0),
  record(1, 'garbage with a secret'),
  record(2),
  record(3, reading(3, { temperature_c: 99 })),
  record(4),
];
const sequenceOf = (index: number) => records[index]?.position.sequence;

describe('a consumer of a stream', () => {
  it('is handed the events that ingest would store, normalised, each with its place', async () => {
    const { consume, handed, numbers } = consuming();
    expect(await consume(kinesisEvent(records))).toEqual({ batchItemFailures: [] });
    expect(handed).toEqual([
      [0, 2, 4].map((index) => ({
        event: reading(index),
        id: `1767225600000-${index}`,
        position: records[index]?.position,
        partitionKey: records[index]?.partitionKey,
        arrivedAt: records[index]?.arrivedAt,
      })),
    ]);
    expect(numbers).toMatchObject([{ handled: 3, rejected: 2, failed: 0 }]);
  });

  it('reports the first event where what it throws may have undone all', async () => {
    const { consume, numbers } = consuming(async () => {
      throw new Error('no connection\nto somewhere secret');
    });
    expect(await consume(kinesisEvent(records))).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceOf(0) }] });
    expect(numbers).toMatchObject([{ handled: 0, rejected: 0, failed: 5 }]);
  });

  it('reports the event after the last one that it called done, and so stops at the first failure', async () => {
    const { consume, numbers, lines } = consuming(async (events, { done }) => {
      for (const one of events) {
        if (one.position.sequence === sequenceOf(2)) throw new TypeError('stuck');
        done(one);
      }
    });
    expect(await consume(kinesisEvent(records))).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceOf(2) }] });
    expect(numbers).toMatchObject([{ handled: 1, rejected: 1, failed: 3 }]);
    expect(lines).toEqual([
      {
        level: 'warn',
        fields: {
          shard: 'shardId-000000000000',
          first: sequenceOf(0),
          last: sequenceOf(4),
          records: 5,
          handled: 1,
          rejected: 1,
          durationMs: 0,
          failedFrom: sequenceOf(2),
          error: 'TypeError: stuck',
        },
      },
    ]);
  });

  it('has finished the batch when all was done before it threw; the log says so', async () => {
    const { consume, lines } = consuming(async (events, { done }) => {
      for (const one of events) done(one);
      throw new Error('after all');
    });
    expect(await consume(kinesisEvent(records))).toEqual({ batchItemFailures: [] });
    expect(lines).toMatchObject([{ level: 'warn', fields: { handled: 3, error: 'Error: after all' } }]);
  });

  it('has failed from the first event on when it calls a stranger done', async () => {
    const { consume } = consuming(async ([first], { done }) => done({ ...first }));
    expect(await consume(kinesisEvent(records))).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceOf(0) }] });
  });

  it('is not called for a batch without an event', async () => {
    const { consume, handed } = consuming();
    expect(await consume(kinesisEvent([record(0, 'garbage')]))).toEqual({ batchItemFailures: [] });
    expect(await consume({ Records: [] })).toEqual({ batchItemFailures: [] });
    expect(handed).toEqual([]);
  });

  it('never has a payload in its log', async () => {
    const { consume, lines } = consuming(async () => {
      throw new Error('no connection\n{"temperature_c":20}');
    });
    await consume(kinesisEvent(records));
    expect(JSON.stringify(lines)).not.toMatch(/secret|temperature/);
  });
});
