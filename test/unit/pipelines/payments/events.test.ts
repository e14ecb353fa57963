import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../../core/judge.ts';
import payments from '../../../../pipelines/payments.ts';
import { ARRIVED_AT, recordOf } from '../../../support/records.ts';

const judge = createJudge(payments);

function verdict(payload: object | string, options = {}): unknown {
  const judgement = judge(recordOf(payload, options));
  return 'accepted' in judgement
    ? judgement.accepted.event
    : judgement.rejected.reasons.map(({ field, message }) => [field, message].join(': '));
}

const purchase = {
  transaction_id: 'tx-1',
  user_id: 'user_123',
  action: 'purchase',
  amount: 59.97,
  merchant: 'books_lumen',
  ip: '192.168.1.1',
  device: 'mobile',
  properties: { category: 'electronics', product_id: 'prod_789' },
  timestamp: '2025-10-16T17:25:23.456Z',
};

describe('payments: what the course sends (003)', () => {
  const at = { shard: 'shardId-000000000002', sequence: 4711 };
  const transaction_id = 'shardId-000000000002:4711';

  it('a login of the first producer: ip_address, ISO text with microseconds and without a zone, no id', () => {
    const event = {
      user_id: 'user_123',
      action: 'login',
      timestamp: '2025-10-16T17:25:23.456789',
      ip_address: '192.168.1.1',
      device: 'mobile',
    };
    const { timestamp, ip_address, ...same } = event;
    const stored = { transaction_id, ...same, ip: ip_address, timestamp: '2025-10-16T17:25:23.456Z' };
    expect(verdict(event, at)).toEqual(stored);
    expect(verdict(event, at)).toEqual(stored);
  });

  it('a view of the Avro producer: milliseconds, and a map of properties', () => {
    const properties = { product_id: 'prod_789', category: 'electronics', price: '299.99' };
    const event = { user_id: 'user_456', action: 'view_product', timestamp: 1760635523456, properties };
    const stored = verdict(event, at);
    expect(stored).toEqual({ transaction_id, ...event, timestamp: '2025-10-16T17:25:23.456Z' });
    expect(JSON.stringify(stored)).toContain('{"category":"electronics","price":"299.99","product_id":"prod_789"}');
  });

  it('a purchase of the test of streams: seconds', () => {
    const event = { user_id: 'test_user', action: 'purchase', amount: 100.0, timestamp: 1760635523 };
    expect(verdict(event, at)).toEqual({ transaction_id, ...event, timestamp: '2025-10-16T17:25:23.000Z' });
  });

  it('a row of ksqlDB’s transactions, which has no action: a purchase', () => {
    const { action, ip, device, properties, ...event } = { ...purchase, timestamp: 1760635523456 };
    const stored = { ...event, action, timestamp: purchase.timestamp };
    expect(verdict(event)).toEqual(stored);
    expect(verdict({ ...event, schema_version: 1 })).toEqual(stored);
    expect(verdict({ ...event, schema_version: 2 })).toEqual([
      expect.stringMatching(/^action: .*the field is missing/),
    ]);
  });
});

describe('payments: what is stored', () => {
  it.each([
    ['an event in normal form', {}, {}],
    ['an action in upper case', { action: ' PURCHASE' }, {}],
    ['an amount as text', { amount: '59.97' }, {}],
    ['the noise of binary fractions, rounded away', { amount: 3 * 19.99 }, {}],
    ['nothing: a card is verified', { amount: 0 }, { amount: 0 }],
    ['a refund, which is positive', { action: 'refund' }, { action: 'refund' }],
    ['an address of version 6', { ip: '2001:DB8::1' }, { ip: '2001:db8::1' }],
    ['ip before ip_address', { ip_address: '10.0.0.1' }, {}],
    [
      'properties that are no text but plain',
      { properties: { product_id: 7, gift: true } },
      { properties: { gift: 'true', product_id: '7' } },
    ],
    ['fields that the schema does not know', { currency: 'EUR' }, {}],
  ])('%s', (_, given, differs) => {
    expect(verdict({ ...purchase, ...given })).toEqual({ ...purchase, ...differs });
  });

  it.each([['amount'], ['merchant'], ['ip'], ['device'], ['properties']])('null or nothing for %s as none', (field) => {
    const { [field as 'device']: _, ...rest } = { ...purchase, action: 'login' };
    expect(verdict({ ...rest, [field]: null })).toEqual(rest);
    expect(verdict({ ...rest, [field]: field === 'properties' ? {} : '' })).toEqual(rest);
  });

  it('at its arrival, where no time was sent', () => {
    const { timestamp, ...rest } = purchase;
    expect(verdict(rest)).toEqual({ ...rest, timestamp: new Date(ARRIVED_AT).toISOString() });
  });
});

describe('payments: what is rejected, in words', () => {
  it.each([
    [{ amount: undefined }, 'amount: must be there for a purchase (the field is missing)'],
    [{ action: 'refund', amount: null }, 'amount: must be there for a refund (the field is missing)'],
    [{ amount: -19.99 }, 'amount: must be a number from 0 to 10000000 (received -19.99)'],
    [{ amount: 10_000_000.01 }, 'amount: must be a number from 0 to 10000000 (received 10000000.01)'],
    [{ amount: 19.999 }, 'amount: must have at most 2 digits after the point (received 19.999)'],
    [{ amount: 'NaN' }, 'amount: must be a number from 0 to 10000000 (received "NaN")'],
    [{ amount: '19,99' }, 'amount: must be a number from 0 to 10000000 (received "19,99")'],
    [{ user_id: undefined }, expect.stringMatching(/^user_id: .*the field is missing/)],
    [
      { action: 'chargeback' },
      'action: must be one of login, login_failed, login_success, logout, view_product, add_to_cart, purchase, refund (received "chargeback")',
    ],
    [{ ip: '10.1.2.3.4' }, 'ip: must be an IPv4 or IPv6 address, such as 192.168.1.1 (received "1***")'],
    [
      { properties: { 'a\nb': { id: 7 } } },
      'properties: must be an object with values that are each a string (received an object)',
    ],
    [
      { properties: { product: { id: 7 } } },
      'properties: must be an object with values that are each a string (received an object)',
    ],
    [
      { properties: { note: 'é'.repeat(257) } },
      expect.stringMatching(
        /^properties: must have a value of at most 512 bytes, well-formed and without NUL for "\*\*\*" \(received "\*\*\*"\)$/,
      ),
    ],
    [{ timestamp: 1_760_635_523_456_000 }, expect.stringMatching(/^timestamp: must be an instant/)],
    [{ timestamp: 999_999_999 }, expect.stringMatching(/^timestamp: must be an instant/)],
  ])('%j', (wrong, message) => {
    expect(verdict({ ...purchase, ...wrong })).toEqual([message]);
  });

  it('more properties than are taken, and names that are too long', () => {
    const many = Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`p${n}`, '']));
    expect(verdict({ ...purchase, properties: many })).toEqual([
      'properties: must have at most 32 names (received 33)',
    ]);
    expect(verdict({ ...purchase, properties: { ['n'.repeat(65)]: '' } })).toEqual([
      expect.stringContaining('must have names of at most 64 bytes'),
    ]);
  });

  it('a time that has not come', () => {
    const timestamp = new Date(ARRIVED_AT + 300_001).toISOString();
    expect(verdict({ ...purchase, timestamp })).toEqual([expect.stringContaining(`(received ${timestamp})`)]);
  });
});
