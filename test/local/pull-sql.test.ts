import path from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { findDeployment } from '../../cli/deployment.ts';
import { environment } from '../../core/environment.ts';
import { namesOf } from '../../core/names.ts';
import type { PullRun } from '../../core/pull/pull-run.ts';
import { readAcknowledgements } from '../../functions/clients/acknowledgements.ts';
import { readRuns } from '../../functions/clients/pull/runs.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { clientsOf } from './support/clients.ts';
import { createFunction, invokeFunction, removeFunction } from './support/functions.ts';
import { createPostgres, type TestPostgres } from './support/postgres/postgres.ts';
import { fetchFiles } from './support/pull/fetch-function.ts';
import orders, { type Order } from './support/pull/orders.ts';
import { ordersIn } from './support/pull/orders-in.ts';
import { createStream } from './support/streams.ts';
import { until } from './support/until.ts';

const names = namesOf('');

const { operationsBucket } = await findDeployment(cloudConfig());
const clients = clientsOf();
const secrets = new SecretsManagerClient({});
const functionName = names.fetchFunction(orders.name);
const secretName = 'caudal/orders-db';
/** On loopback, and in no log. */
const password = 'a-password-that-no-log-may-hold';

/** Where it is kept how far the table is read. */
const kept = { TableName: names.stateTable, Key: { pk: { S: `pull#${orders.name}` }, sk: { S: 'position' } } };

let postgres: TestPostgres;
let shop: Client;
const atEnd: (() => Promise<unknown>)[] = [];

/** Fetches by hand, as `caudal fetch` does, or with the event of a rule. */
const fetchOrders = async (event: object = {}): Promise<PullRun> =>
  (await invokeFunction<PullRun>(clients.lambda, functionName, event)).payload;

/** How far the table is read. */
async function position(): Promise<string | undefined> {
  const { Item } = await clients.dynamodb.send(new GetItemCommand(kept));
  return Item?.source_position?.S;
}

/** A connection of its own for the time of a test, also where that fails. */
async function connection(): Promise<Client> {
  const client = await postgres.connect();
  onTestFinished(() => client.end());
  return client;
}

/** Inserts so many rows in one statement. */
const insert = (client: Client, rows: number) =>
  client.query(
    `INSERT INTO shop.orders (customer, amount) SELECT 'c' || n % 7, n / 100.0 FROM generate_series(1, ${rows}) AS n`,
  );

const idsOf = (found: readonly Order[]): number[] => found.map(({ id }) => id).sort((a, b) => a - b);

const rowsInTable = async (): Promise<Order[]> =>
  (await shop.query<Order>('SELECT id::int, customer, amount::float, ts FROM shop.orders ORDER BY id')).rows;

beforeAll(async () => {
  const stream = createStream(clients, orders.stream.name, 2, (cleanUp) => void atEnd.push(cleanUp));
  const files = fetchFiles(path.join(import.meta.dirname, 'support/pull/orders.ts'));
  // Above the ports of the cloud, which are four and the one of Cassandra's storage.
  postgres = await createPostgres(cloudConfig().ports.localstack + 6);
  shop = await postgres.connect();
  await shop.query(`
    CREATE SCHEMA shop;
    CREATE TABLE shop.orders (id bigserial PRIMARY KEY, customer text NOT NULL, amount numeric(10, 2) NOT NULL,
      ts timestamptz NOT NULL DEFAULT now());
    CREATE ROLE reader LOGIN PASSWORD '${password}';
    GRANT USAGE ON SCHEMA shop TO reader;
    GRANT SELECT ON shop.orders TO reader`);
  const url = `postgres://reader:${password}@127.0.0.1:${postgres.port}/shop`;
  await Promise.all([
    stream,
    secrets.send(new CreateSecretCommand({ Name: secretName, SecretString: JSON.stringify({ url }) })),
    createFunction(clients.lambda, functionName, await files, {
      Timeout: 60,
      Environment: {
        Variables: {
          [environment.stateTable]: names.stateTable,
          [environment.operationsBucket]: operationsBucket,
          [environment.pull]: JSON.stringify({ every: '1m', secret: secretName }),
        },
      },
    }),
  ]);
});

afterAll(async () => {
  await shop?.end();
  await postgres?.remove();
  await removeFunction(clients.lambda, functionName);
  await clients.dynamodb.send(new DeleteItemCommand(kept));
  await secrets.send(new DeleteSecretCommand({ SecretId: secretName, ForceDeleteWithoutRecovery: true }));
  for (const cleanUp of atEnd) await cleanUp();
});

describe('a table of PostgreSQL', () => {
  it('goes into the stream page by page, each row as it is', async () => {
    await insert(shop, 250);
    const run = await fetchOrders();
    expect(run).toMatchObject({ outcome: 'done', trigger: 'manual', records: 250, pages: 3, finished: true, late: 0 });
    const found = await ordersIn(clients.kinesis, orders.stream.name);
    const rows = await rowsInTable();
    expect(found.toSorted((a, b) => a.id - b.id).map((order) => ({ ...order, ts: new Date(order.ts) }))).toEqual(rows);
    const { host, pathname } = new URL(run.acknowledgements ?? '');
    const acknowledged = await readAcknowledgements(clients.s3, host, pathname.slice(1));
    expect(new Set(acknowledged.map(({ eventId }) => eventId))).toEqual(new Set(rows.map(({ id }) => String(id))));
  });

  it('gives the next run what is new, and the one after that nothing', async () => {
    await insert(shop, 3);
    expect(await fetchOrders()).toMatchObject({ outcome: 'done', records: 3, late: 0 });
    expect(await fetchOrders()).toMatchObject({ outcome: 'done', records: 0 });
    expect(idsOf(await ordersIn(clients.kinesis, orders.stream.name))).toEqual(idsOf(await rowsInTable()));
  });

  it('loses no row whose transaction commits late, below others that were read', async () => {
    const slow = await connection();
    await slow.query('BEGIN');
    await insert(slow, 2);
    await insert(shop, 1);
    expect(await fetchOrders()).toMatchObject({ outcome: 'done', records: 1, late: 0 });
    await slow.query('COMMIT');
    await insert(shop, 1);
    expect(await fetchOrders()).toMatchObject({ outcome: 'done', records: 3, late: 2 });
    expect(await fetchOrders()).toMatchObject({ records: 0 });
    expect(idsOf(await ordersIn(clients.kinesis, orders.stream.name))).toEqual(idsOf(await rowsInTable()));
  });

  it('is read by one run at a time: another one says so, and doubles nothing', async () => {
    await insert(shop, 5);
    const locking = await connection();
    await locking.query('BEGIN; LOCK TABLE shop.orders IN ACCESS EXCLUSIVE MODE');
    const first = fetchOrders();
    await until(
      () => clients.dynamodb.send(new GetItemCommand(kept)),
      ({ Item }) => Item?.run_id !== undefined,
      20_000,
      50,
    );
    const second = await fetchOrders();
    await locking.query('ROLLBACK');
    expect(second).toMatchObject({ outcome: 'overlapped', records: 0, error: expect.stringMatching(/is under way/) });
    expect(await first).toMatchObject({ outcome: 'done', records: 5 });
    expect(idsOf(await ordersIn(clients.kinesis, orders.stream.name))).toEqual(idsOf(await rowsInTable()));
  });

  it('is fetched whole though its server is killed in the middle: nothing is lost, nothing passed over', async () => {
    await insert(shop, 1_500);
    const rows = idsOf(await rowsInTable());
    const before = await position();
    const run = fetchOrders();
    await until(position, (now) => now !== before, 20_000, 5);
    await postgres.kill();
    const broken = await run;
    expect(broken).toMatchObject({ outcome: 'failed', retried: 4, finished: false });
    expect(broken.error).toMatch(/^reading shop\.orders failed at try 5: /);
    expect(broken.records).toBeGreaterThan(0);
    expect(broken.records).toBeLessThan(1_500);
    await postgres.start();
    shop = await postgres.connect();
    expect(idsOf(await rowsInTable())).toEqual(rows);
    expect(await fetchOrders()).toMatchObject({ outcome: 'done', records: 1_500 - broken.records, finished: true });
    expect(idsOf(await ordersIn(clients.kinesis, orders.stream.name))).toEqual(rows);
  });
});

describe('runs of the schedule', () => {
  const at = (time: string) => ({ source: 'aws.events', 'detail-type': 'Scheduled Event', time });

  it('are kept, and tell of those between them that never began: three days off are one line', async () => {
    await fetchOrders(at('2026-11-19T17:00:00Z'));
    expect((await fetchOrders(at('2026-11-22T17:00:02Z'))).missed).toEqual({
      runs: 4_319,
      from: '2026-11-19T17:01:00.000Z',
      to: '2026-11-22T16:59:00.000Z',
    });
    expect(await fetchOrders(at('2026-11-22T17:00:02Z'))).toMatchObject({ outcome: 'repeated', records: 0 });
    const { runs, lastScheduled } = await readRuns(clients.dynamodb, names.stateTable, orders.name, 2);
    expect(runs).toMatchObject([
      { outcome: 'repeated' },
      { outcome: 'done', trigger: 'schedule', missed: { runs: 4_319 } },
    ]);
    expect(lastScheduled).toEqual({ at: new Date('2026-11-22T17:00:02Z'), every: '1m' });
  });

  it('that fail are an error of the function, and say why without the password', async () => {
    await shop.query('REVOKE SELECT ON shop.orders FROM reader');
    const { functionError, payload } = await invokeFunction<{ errorMessage: string }>(
      clients.lambda,
      functionName,
      at('2026-11-22T17:01:00Z'),
    );
    expect([functionError, payload.errorMessage]).toEqual([
      'Unhandled',
      'reading shop.orders failed at try 1: permission denied for table orders',
    ]);
    const logs = new CloudWatchLogsClient({});
    const lines = await until(
      async () =>
        (await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${functionName}` }))).events ?? [],
      (events) => events.some(({ message }) => message?.includes('permission denied')),
      20_000,
      200,
    );
    const text = lines.map(({ message }) => message).join('\n');
    expect(text).toContain('4319 runs missed, from 2026-11-19T17:01:00Z to 2026-11-22T16:59:00Z');
    expect(text).toMatch(/"FetchRunsMissed":4319/);
    expect(text).toMatch(/"FetchRunsFailed":1/);
    expect(text).not.toContain(password);
    expect(text).not.toContain('"customer"');
  });
});
