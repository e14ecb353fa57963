import { beforeAll, describe, expect, it } from 'vitest';
import type { Acknowledgement } from '../../core/acknowledgement.ts';
import { acknowledgementsAt, caudal, caudalJson } from './support/caudal.ts';

interface Entry {
  readonly eventId: string;
  readonly shard: string;
  readonly sequence: string;
}

interface Ledger {
  readonly sent: number;
  readonly stored: number;
  readonly lost: number;
  readonly lostRecords: readonly Entry[];
  readonly doubledRecords: readonly Entry[];
  readonly alteredRecords: readonly Entry[];
}

describe('the ledger', () => {
  let runId: string;
  let acknowledged: Acknowledgement[];
  const read = async (): Promise<{ code: number; ledger: Ledger }> => {
    const { code, stdout } = await caudal(['ledger', 'sensors', '--run', runId, '--deadline', '1s', '--json']);
    return { code, ledger: JSON.parse(stdout) as Ledger };
  };

  beforeAll(async () => {
    const produced = await caudalJson<{ runId: string; acknowledgements: string }>([
      'produce',
      'sensors',
      '--rate',
      '50',
      '--for',
      '2s',
    ]);
    runId = produced.runId;
    acknowledged = await acknowledgementsAt(produced.acknowledgements);
    expect(acknowledged).toHaveLength(100);
    const account = await caudalJson<Ledger>(['ledger', 'sensors', '--run', runId, '--wait', '60s']);
    expect(account).toMatchObject({ sent: 100, stored: 100, lost: 0 });
  });

  const someRow = async (offset: number): Promise<{ event_id: string; device_id: string; ts: string }> => {
    const [row] = await caudalJson<{ event_id: string; device_id: string; ts: string }[]>([
      'query',
      `SELECT event_id, device_id, ts FROM rt.sensor_readings WHERE event_id = '${acknowledged[offset]?.eventId}'`,
    ]);
    if (!row) throw new Error(`no row for acknowledgement ${offset}`);
    return row;
  };

  it('names a record whose row is gone', async () => {
    const { event_id } = await someRow(3);
    await caudalJson(['query', `DELETE FROM rt.sensor_readings WHERE event_id = '${event_id}'`]);
    const { code, ledger } = await read();
    expect(code).toBe(1);
    expect(ledger).toMatchObject({ sent: 100, stored: 99, lost: 1 });
    expect(ledger.lostRecords.map(({ eventId }) => eventId)).toEqual([event_id]);
  });

  it('names a record that stands twice in a table', async () => {
    const { event_id, device_id, ts } = await someRow(5);
    const later = new Date(Date.parse(ts) + 1).toISOString();
    await caudalJson([
      'query',
      `INSERT INTO rt.readings_by_device (device_id, day, ts, event_id, temperature_c, humidity_pct) VALUES ('${device_id}', '${ts.slice(0, 10)}', '${later}', '${event_id}', 1, 1)`,
    ]);
    const { code, ledger } = await read();
    expect(code).toBe(1);
    expect(ledger.doubledRecords.map(({ eventId }) => eventId)).toEqual([event_id]);
  });

  it('names a row that holds other content than was sent, and counts it as lost', async () => {
    const { event_id } = await someRow(7);
    await caudalJson(['query', `UPDATE rt.sensor_readings SET temperature_c = 1.5 WHERE event_id = '${event_id}'`]);
    const { ledger } = await read();
    expect(ledger.alteredRecords.map(({ eventId }) => eventId)).toEqual([event_id]);
    expect(ledger.lost).toBe(2);
  });
});
