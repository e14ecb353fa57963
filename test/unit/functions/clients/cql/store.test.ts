import { errors } from 'cassandra-driver';
import { describe, expect, test } from 'vitest';
import type { AcceptedRecord, RejectedRecord } from '../../../../../core/store.ts';
import { CassandraStore } from '../../../../../functions/clients/cql/store.ts';
import sensors from '../../../../../pipelines/sensors.ts';
import { FakeCql, type Sent } from '../../support/fake-cql.ts';
import { reading, record } from '../../support/records.ts';

type Reading = Parameters<typeof sensors.id>[0];

const accepted = (count: number): AcceptedRecord<Reading>[] =>
  Array.from({ length: count }, (_, n) => ({ record: record(n), event: reading(n) as Reading }));
const rejected = (n: number, payload: string): RejectedRecord => ({
  record: record(n, payload),
  reasons: [{ code: 'not-json', message: 'must be JSON' }],
});
const about = (sent: readonly Sent[], n: number): boolean =>
  sent.some(({ values }) => values.includes(`1767225600000-${n}`));

function storeOver(cql: FakeCql, keepPayload = async () => 's3://bucket/key') {
  return new CassandraStore({ pipeline: sensors, session: cql.session, keepPayload });
}

const invalid = new errors.ResponseError(0x2200, 'Key may not be empty');
const overload = new errors.ResponseError(0x1001, 'overloaded');

describe('CassandraStore', () => {
  test('writes every table, the table of record last', async () => {
    const cql = new FakeCql();
    expect(await storeOver(cql).write(accepted(100), [rejected(100, 'nonsense')])).toEqual({ refused: [], failed: [] });
    expect(cql.table('sensor_readings')).toHaveLength(100);
    expect(cql.table('readings_by_device')).toHaveLength(100);
    expect(cql.table('rejected_events')).toHaveLength(1);
    const order = cql.written.map(({ table }) => table);
    expect(order.indexOf('sensor_readings')).toBeGreaterThan(order.lastIndexOf('readings_by_device'));
  });

  test('sends batches of 30 at the most, of one table each, eight at once', async () => {
    const cql = new FakeCql();
    await storeOver(cql).write(accepted(500), []);
    expect(Math.max(...cql.sizes)).toBe(30);
    expect(cql.tablesTogether.every((tables) => tables.size === 1)).toBe(true);
    expect(cql.mostUnderWay).toBe(8);
  });

  test('writes of each key only the latest value, with its own timestamp', async () => {
    const cql = new FakeCql();
    const events = accepted(10).map(({ record: of, event }, n) => ({
      record: of,
      event: { ...event, ts: new Date(Date.parse(event.ts) - n).toISOString() },
    }));
    await storeOver(cql).write(events, []);
    expect(cql.table('latest_values')).toHaveLength(5);
    expect(cql.table('latest_values').every(({ values }) => typeof values.at(-1) === 'bigint')).toBe(true);
    expect(about(cql.table('latest_values'), 0)).toBe(true);
    expect(about(cql.table('latest_values'), 5)).toBe(false);
  });

  test('writes of a table of latest values only the winner of each key, and no row without a timestamp', async () => {
    const cql = new FakeCql();
    const table = {
      ...sensors.record.table,
      name: 'latest_by_device',
      partitionKey: ['device_id'],
      clusteringKey: [{ column: 'ts', order: 'DESC' }],
      clientTimestamps: true,
    } as const;
    const queries = [
      {
        table,
        toRow: (event: Reading) => ({ ...sensors.record.toRow(event), ts: new Date(0) }),
        timestamp: (event: Reading, arrivedAt: number) =>
          event.device_id === 'sensor-4' ? undefined : BigInt(arrivedAt) - BigInt(event.event_id.split('-')[1] ?? 0),
      },
    ];
    const store = new CassandraStore({
      pipeline: { ...sensors, queries },
      session: cql.session,
      keepPayload: async () => '',
    });
    expect(await store.write(accepted(20), [])).toEqual({ refused: [], failed: [] });
    const arrivedAt = BigInt(record(0).arrivedAt);
    expect(cql.table('latest_by_device').map(({ values }) => [values[0], values.at(-1)])).toEqual(
      [0, 1, 2, 3].map((n) => [`1767225600000-${n}`, arrivedAt - BigInt(n)]),
    );
    expect(cql.table('sensor_readings')).toHaveLength(20);
  });

  test('takes an invalid batch apart: the culprits are refused, and never reach the table of record', async () => {
    const cql = new FakeCql((sent) =>
      sent[0]?.table === 'readings_by_device' && (about(sent, 7) || about(sent, 42)) ? invalid : undefined,
    );
    const outcome = await storeOver(cql).write(accepted(60), []);
    expect(outcome.failed).toEqual([]);
    expect(outcome.refused).toEqual([
      { record: record(7), message: 'Key may not be empty' },
      { record: record(42), message: 'Key may not be empty' },
    ]);
    expect(cql.table('readings_by_device')).toHaveLength(58);
    expect(cql.table('sensor_readings')).toHaveLength(58);
    expect(about(cql.table('sensor_readings'), 7)).toBe(false);
  });

  test('a write error is never swallowed: a record of which one table failed has failed', async () => {
    const cql = new FakeCql((sent) =>
      sent[0]?.table === 'readings_by_device' && about(sent, 35) ? overload : undefined,
    );
    const { failed, refused } = await storeOver(cql).write(accepted(60), []);
    expect(refused).toEqual([]);
    expect(failed.map(({ record: of }) => of)).toEqual(
      accepted(60)
        .slice(30)
        .map(({ record: of }) => of),
    );
    expect(failed.every(({ error }) => error === overload)).toBe(true);
  });

  test('what lies before the first failure is finished, and nothing new begins behind it', async () => {
    const cql = new FakeCql((sent) =>
      sent[0]?.table === 'readings_by_device' && about(sent, 35) ? overload : undefined,
    );
    await storeOver(cql).write(accepted(3000), []);
    expect(cql.table('sensor_readings')).toHaveLength(30);
    expect(cql.sizes.length).toBeLessThan(20);
  });

  test('when the store is down, all fail after one round of tries', async () => {
    const cql = new FakeCql(() => overload);
    const { failed } = await storeOver(cql).write(accepted(500), []);
    expect(failed).toHaveLength(500);
    expect(cql.sizes.length).toBeLessThanOrEqual(8);
  });

  test('a missing table is nobody’s fault: no row is refused', async () => {
    const missing = new errors.ResponseError(0x2200, 'unconfigured table sensor_readings');
    const cql = new FakeCql((sent) => (sent[0]?.table === 'sensor_readings' ? missing : undefined));
    const { failed, refused } = await storeOver(cql).write(accepted(40), []);
    expect([failed.length, refused.length]).toEqual([40, 0]);
  });

  test('a row that can’t even be made is refused', async () => {
    const toRow = (event: Reading) => {
      if (event.event_id.endsWith('-3')) throw new Error('no such thing');
      return sensors.record.toRow(event);
    };
    const cql = new FakeCql();
    const pipeline = { ...sensors, record: { ...sensors.record, toRow } };
    const store = new CassandraStore({ pipeline, session: cql.session, keepPayload: async () => '' });
    expect((await store.write(accepted(5), [])).refused).toEqual([{ record: record(3), message: 'no such thing' }]);
  });

  test('a payload over 256 KB goes to the bucket before its row, which points there', async () => {
    const cql = new FakeCql();
    const keep = async () => {
      expect(cql.written).toEqual([]);
      return 's3://bucket/oversized/1';
    };
    const outcome = await storeOver(cql, keep).write([], [rejected(0, 'x'.repeat(262_145))]);
    expect(outcome).toEqual({ refused: [], failed: [] });
    expect(cql.table('rejected_events')[0]?.values).toContain('s3://bucket/oversized/1');
  });

  test('a payload that can’t be kept fails its record for now', async () => {
    const keep = async (): Promise<string> => {
      throw new Error('SlowDown');
    };
    const cql = new FakeCql();
    const { failed } = await storeOver(cql, keep).write(accepted(1), [rejected(1, 'x'.repeat(262_145))]);
    expect(failed.map(({ error }) => error.message)).toEqual(['SlowDown']);
    expect(cql.table('sensor_readings')).toHaveLength(1);
    expect(cql.table('rejected_events')).toHaveLength(0);
  });

  test('after one payload that can’t be kept, no other is tried: an outage of S3 must not eat the function’s time', async () => {
    let tries = 0;
    const keep = async (): Promise<string> => {
      tries += 1;
      throw new Error('SlowDown');
    };
    const many = [0, 1, 2].map((n) => rejected(n, 'x'.repeat(262_145)));
    expect((await storeOver(new FakeCql(), keep).write([], many)).failed).toHaveLength(3);
    expect(tries).toBe(1);
  });
});
