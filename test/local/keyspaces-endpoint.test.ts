import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CqlShell } from '../../cli/cql.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { isWrite, throttled } from '../support/keyspaces-endpoint/answers.ts';
import type { KeyspacesEndpoint } from '../support/keyspaces-endpoint/endpoint.ts';
import { kinesisEvent, reading, record } from '../unit/functions/support/records.ts';
import { clientsOf } from './support/clients.ts';
import { addresses, openEndpoint } from './support/keyspaces-endpoint.ts';
import { KeyspacesIngest } from './support/keyspaces-ingest.ts';
import { functionProcesses } from './support/processes.ts';
import { until } from './support/until.ts';

const role = { AWS_ACCESS_KEY_ID: 'role-key', AWS_SECRET_ACCESS_KEY: 'role-secret', AWS_SESSION_TOKEN: 'role-token' };

/** The deployed ingest function, in a process of its own, at an endpoint that is to it what Keyspaces is. */
describe('ingest over TLS with SigV4', () => {
  let endpoint: KeyspacesEndpoint;
  let ingest: KeyspacesIngest;
  let shell: CqlShell;

  beforeAll(async () => {
    const opened = await openEndpoint(
      new Map([['role-key', { secretKey: 'role-secret', sessionToken: 'role-token' }]]),
    );
    endpoint = opened.endpoint;
    ingest = await KeyspacesIngest.create(clientsOf(), await readFile(opened.certificates.authority), {
      ...role,
      CAUDAL_CQL_CONTACT_POINT: 'localhost',
      CAUDAL_CQL_PORT: String(endpoint.port),
      CAUDAL_CQL_TLS: 'true',
      CAUDAL_CQL_AUTH: 'sigv4',
    });
    shell = await CqlShell.connect(cloudConfig());
  });

  afterEach(() => {
    endpoint.instead = () => undefined;
    endpoint.reworded = (statement) => statement;
    endpoint.isAway = false;
  });

  afterAll(async () => {
    await ingest?.remove();
    await shell?.close();
    await endpoint?.close();
  });

  /** A batch of readings of an own device. */
  const batchOf = (device: string, count: number) =>
    kinesisEvent(
      Array.from({ length: count }, (_, n) =>
        record(n, reading(n, { event_id: `${device}-${n}`, device_id: device, ts: '2026-01-01T00:00:00.000Z' })),
      ),
    );

  const storedOf = async (device: string): Promise<number> => {
    const statement = 'SELECT event_id FROM rt.readings_by_device WHERE device_id = ? AND day = ?';
    return (await shell.select(statement, [device, '2026-01-01'])).length;
  };

  const first = { batchItemFailures: [{ itemIdentifier: record(0).position.sequence }] };
  const none = { batchItemFailures: [] };

  it('writes its rows through all addresses, each verified by the name of the endpoint', async () => {
    const { payload, functionError } = await ingest.invoke(batchOf('tls-plain', 100));
    expect(functionError).toBeUndefined();
    expect(payload).toEqual(none);
    expect(await storedOf('tls-plain')).toBe(100);
    expect([...new Set(endpoint.signIns)].sort()).toEqual(addresses);
    expect([...endpoint.serverNames]).toEqual(['localhost']);
  });

  it('goes on after a freeze in which all its connections were lost, with one new session', async () => {
    const [pid = 0, ...others] = functionProcesses(ingest.name);
    expect(others).toEqual([]);
    process.kill(pid, 'SIGSTOP');
    try {
      endpoint.dropConnections();
      await until(
        async () => endpoint.open,
        (open) => open === 0,
        10_000,
        20,
      );
      endpoint.signIns.length = 0;
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    const { payload } = await ingest.invoke(batchOf('tls-thawed', 100));
    expect(payload).toEqual(none);
    expect(await storedOf('tls-thawed')).toBe(100);
    expect(functionProcesses(ingest.name)).toEqual([pid]);
    expect(
      await until(
        async () => endpoint.open,
        (open) => open === addresses.length,
        10_000,
        100,
      ),
    ).toBe(addresses.length);
  });

  it('comes back with its rows while Keyspaces turns them away', async () => {
    let turns = 0;
    endpoint.instead = ({ frame }) => {
      if (!isWrite(frame) || turns === 20) return undefined;
      turns += 1;
      return throttled(frame, turns);
    };
    const { payload, log } = await ingest.invoke(batchOf('tls-throttled', 100));
    expect(payload, log).toEqual(none);
    expect(turns).toBe(20);
    expect(await storedOf('tls-throttled')).toBe(100);
  });

  it('answers in time, and not with an error, when nobody answers it', async () => {
    await ingest.configure({}, 5);
    endpoint.instead = () => 'silence';
    const { payload, functionError, log } = await ingest.invoke(batchOf('tls-silent', 100));
    expect(functionError, log).toBeUndefined();
    expect(payload).toEqual(first);
    expect(log).toContain('no answer from CQL in the time that the function has for it');
  });

  it('names in its log why it was refused', async () => {
    await ingest.configure({ AWS_SECRET_ACCESS_KEY: 'another' });
    const { payload, functionError, log } = await ingest.invoke(batchOf('tls-refused', 10));
    expect(functionError).toBeUndefined();
    expect(payload).toEqual(first);
    expect(log).toContain('cannot open a CQL session: 127.0.0.1:');
    expect(log).toContain('The request signature we calculated does not match the signature you provided');
  });

  it('with no Cassandra in init, answers that the batch failed, and goes on when there is one', async () => {
    endpoint.isAway = true;
    await ingest.configure({});
    const { payload, functionError, log } = await ingest.invoke(batchOf('tls-away', 10));
    expect(functionError, log).toBeUndefined();
    expect(payload).toEqual(first);
    expect(log).toContain('cannot open a CQL session: 127.0.0.1:');
    endpoint.isAway = false;
    expect((await ingest.invoke(batchOf('tls-away', 10))).payload).toEqual(none);
    expect(await storedOf('tls-away')).toBe(10);
  });

  it.each([
    ['table', '"rt"."sensor_readings"', '"rt"."not_there"', 'table not_there does not exist'],
    ['keyspace', '"rt"."sensor_readings"', '"not_there"."sensor_readings"', 'keyspace not_there does not exist'],
  ])(
    'with a %s that is missing, answers that the batch failed, and rejects nothing',
    async (_, there, missing, words) => {
      await ingest.configure({});
      endpoint.reworded = (statement) => statement.replace(there, missing);
      const { payload, functionError, log } = await ingest.invoke(batchOf('tls-dead', 10));
      expect(functionError, log).toBeUndefined();
      expect(payload).toEqual(first);
      expect(log).toContain(words);
      expect(log).toContain('"rejected":0');
    },
  );
});
