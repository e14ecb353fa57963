import { describe, expect, it } from 'vitest';
import { wireFormat } from '../../../../core/avro/wire-format.ts';
import type { KinesisBatch } from '../../../../core/sources/kinesis.ts';
import { preparedWith } from '../../../../functions/wire/prepared.ts';

/** A batch of payloads: a number stands for Avro by the schema of that id. */
function batchOf(...payloads: readonly (number | string)[]): KinesisBatch {
  return {
    Records: payloads.map((payload, index) => ({
      eventID: `shardId-0:${index + 1}`,
      eventSourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
      kinesis: {
        partitionKey: 'k',
        sequenceNumber: String(index + 1),
        data: Buffer.from(typeof payload === 'number' ? wireFormat(payload, Buffer.from([0])) : payload).toString(
          'base64',
        ),
        approximateArrivalTimestamp: 0,
      },
    })),
  };
}

/** Runs a batch against schemas that are known, those to be had, and a table that may be out of reach. */
async function run(batch: KinesisBatch, given: { known?: number[]; down?: boolean; failsAt?: string }) {
  const known = new Set(given.known);
  const asked: number[] = [];
  const handled: string[] = [];
  const logged: unknown[] = [];
  const handler = preparedWith(
    {
      get: (id) => (known.has(id) ? { registeredAt: 0, read: 'a stand-in' } : undefined),
      load: async (ids) => {
        asked.push(...ids);
        if (given.down) throw new Error('out of reach\nwith a trace');
      },
    },
    async ({ Records }) => {
      handled.push(...Records.map(({ kinesis }) => kinesis.sequenceNumber));
      return { batchItemFailures: given.failsAt ? [{ itemIdentifier: given.failsAt }] : [] };
    },
    (_level, message, fields) => logged.push({ message, ...fields }),
  );
  const { batchItemFailures } = await handler(batch, 'request');
  return { asked, handled, failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), logged };
}

describe('a batch', () => {
  it('is handled whole when the schemas that it names were looked for', async () => {
    expect(await run(batchOf('{}', 3, 4, 3), {})).toEqual({
      asked: [3, 4, 3],
      handled: ['1', '2', '3', '4'],
      failed: [],
      logged: [],
    });
  });

  it('is handled up to the first record whose schema is out of reach; from there on it comes again', async () => {
    const outcome = await run(batchOf('{}', 3, '{}', 4, '{}'), { known: [3], down: true });
    expect(outcome).toMatchObject({ handled: ['1', '2', '3'], failed: ['4'] });
    expect(outcome.logged).toEqual([{ message: 'schemas', failedFrom: '4', error: 'Error: out of reach' }]);
  });

  it('comes again whole when its first record needs such a schema', async () => {
    expect(await run(batchOf(4, '{}'), { down: true })).toMatchObject({ handled: [], failed: ['1'] });
  });

  it('comes again from where the handler failed, which lies before', async () => {
    const outcome = await run(batchOf('{}', '{}', 4), { down: true, failsAt: '2' });
    expect(outcome).toMatchObject({ handled: ['1', '2'], failed: ['2'] });
  });
});
