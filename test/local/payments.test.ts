import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CqlShell } from '../../cli/cql.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { caudal } from './support/caudal.ts';
import { until } from './support/until.ts';

type Row = Readonly<Record<string, unknown>>;

let shell: CqlShell;
beforeAll(async () => {
  shell = await CqlShell.connect(cloudConfig());
});
afterAll(async () => shell?.close());

const query = async (statement: string): Promise<readonly Row[]> => (await shell.run(statement)).rows;
const rowsOf = (statement: string, least: number): Promise<readonly Row[]> =>
  until(
    () => query(statement),
    (rows) => rows.length >= least,
  );

describe('caudal run payments', () => {
  let report: Record<string, never>;

  beforeAll(async () => {
    const { code, stdout, stderr } = await caudal([
      ...['run', 'payments', '--rate', '150', '--for', '8s', '--invalid', '0%', '--json'],
    ]);
    expect(code, `${stdout}\n${stderr}`).toBe(0);
    report = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  });

  it('ends with a ledger that adds up, and with windows, alerts and decisions equal to the reference', () => {
    expect(report).toMatchObject({
      ...{ pipeline: 'payments', sent: 1200, stored: 1200, rejected: 0, failed: 0, inFlight: 0, lost: 0, health: 'OK' },
      analysis: { accepted: 1200, applied: 1200, differences: [] },
      windows: { differences: [] },
      alerts: { differences: [] },
      decisions: { differences: [] },
    });
    const { byKind } = report.decisions as unknown as { byKind: Readonly<Record<string, number>> };
    for (const kind of ['allow', 'review', 'block']) expect(byKind[kind]).toBeGreaterThan(0);
  });

  it('raises every rule, by the frauds that its generator commits', () => {
    const { byRule } = report.alerts as unknown as { byRule: readonly { readonly rule: string }[] };
    expect(byRule.map(({ rule }) => rule).sort()).toEqual([
      ...['account-takeover', 'amount-jump', 'high-velocity', 'suspicious-activity'],
    ]);
  });

  it('leaves rows in the three tables that the course asks for', async () => {
    const alerts = await query('SELECT alert_type, amount, transactions FROM payments.fraud_alerts LIMIT 500');
    const types = new Set(alerts.map(({ alert_type: type }) => type));
    expect(types).toContain('High velocity transactions detected');
    const takeover = alerts.find(({ alert_type: type }) => type === 'Failed login, login, high purchase');
    expect(Number(takeover?.amount)).toBeGreaterThan(500);
    const ids = [takeover?.transactions ?? []].flat().map((id) => `'${id}'`);
    const events = await query(`SELECT action FROM payments.transactions WHERE transaction_id IN (${ids})`);
    expect(events.map(({ action }) => action).sort()).toEqual(['login_failed', 'login_success', 'purchase']);

    const activity = await query(
      'SELECT window_start, user_id, window_name, total_spent, transaction_count FROM payments.suspicious_activity LIMIT 500',
    );
    expect(activity.length).toBeGreaterThan(1);
    for (const { window_name: name, total_spent: spent, transaction_count: count } of activity) {
      const isSuspicious = name === 'spending_5m' ? Number(spent) > 1000 : Number(spent) > 5000 || Number(count) > 10;
      expect(isSuspicious, `${name}: ${count} for ${spent}`).toBe(true);
    }
  });
});

describe('payments, as the course sends to them', () => {
  /** A user whom no generator makes up. */
  const user_id = 'ana';
  const at = Date.now();
  const day = new Date(at).toISOString().slice(0, 10);
  const properties = { product_id: 'prod_789', category: 'electronics', price: '299.99' };
  const sent = [
    {
      user_id,
      action: 'login_failed',
      timestamp: new Date(at).toISOString().replace('Z', '123'),
      ip_address: '192.168.1.1',
    },
    { user_id, action: 'login_success', timestamp: at + 1 },
    { user_id, action: 'view_product', timestamp: at + 2, properties },
    // Version 1, the row of ksqlDB’s transactions: it has no action.
    { transaction_id: `tx-${at}`, user_id, amount: 6000, merchant: 'shoes_andes', timestamp: at + 3 },
    { transaction_id: `no-${at}`, user_id, action: 'purchase', amount: -5, timestamp: at + 4 },
  ];

  beforeAll(async () => {
    const { code, stderr } = await caudal(['send', 'payments'], {
      input: sent.map((event) => JSON.stringify(event)).join('\n'),
    });
    expect(code, stderr).toBe(0);
  });

  it('are a user’s history, properties as a map, ids from the stream where none were sent', async () => {
    const rows = await rowsOf(
      `SELECT transaction_id, action, amount, ip, properties, timestamp FROM payments.transactions_by_user WHERE user_id = '${user_id}' AND day = '${day}'`,
      4,
    );
    const [purchase, view, success, failed] = rows;
    expect(rows).toHaveLength(4);
    expect(purchase).toMatchObject({ transaction_id: `tx-${at}`, action: 'purchase', amount: 6000 });
    expect(view).toMatchObject({ action: 'view_product', properties, amount: null });
    expect(success).toMatchObject({ action: 'login_success', timestamp: new Date(at + 1).toISOString() });
    expect(failed).toMatchObject({ action: 'login_failed', ip: '192.168.1.1', timestamp: new Date(at).toISOString() });
    expect(failed?.transaction_id).toMatch(/^shardId-\d{12}:\d+$/);
  });

  it('raise the sequence and the velocity, and are a row of each suspicious window', async () => {
    const alerts = await rowsOf(
      `SELECT rule, amount, total_amount FROM payments.fraud_alerts WHERE user_id = '${user_id}' AND day IN ('${day}', '${new Date(at - 300_000).toISOString().slice(0, 10)}')`,
      3,
    );
    expect(new Map(alerts.map(({ rule, ...values }) => [rule, values]))).toEqual(
      new Map([
        ['account-takeover', { amount: 6000, total_amount: null }],
        ['high-velocity', { amount: null, total_amount: 6000 }],
        ['suspicious-activity', { amount: null, total_amount: 6000 }],
      ]),
    );
    const start = new Date(at + 3 - ((at + 3) % 300_000)).toISOString();
    const [tumbling] = await rowsOf(
      `SELECT total_spent, transaction_count FROM payments.suspicious_activity WHERE user_id = '${user_id}' AND day = '${start.slice(0, 10)}' AND window_start = '${start}' AND window_name = 'transactions_5m'`,
      1,
    );
    expect(tumbling).toEqual({ total_spent: 6000, transaction_count: 1 });
  });
});
