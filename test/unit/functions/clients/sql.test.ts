import { describe, expect, it } from 'vitest';
import { isLoopback, parseDatabaseSecret } from '../../../../functions/clients/sql/database.ts';
import { isPassingSql } from '../../../../functions/clients/sql/errors.ts';
import { pageStatement } from '../../../../functions/clients/sql/page-query.ts';
import { parseRow } from '../../../../functions/clients/sql/row-json.ts';

describe('the secret of a database', () => {
  const shop = { host: 'db.example', port: 5432, user: 'kafka', password: 'p@ss/word', database: 'ecommerce' };

  it('is an address', () => {
    const url = 'postgresql://kafka:p%40ss%2Fword@db.example/ecommerce';
    expect(parseDatabaseSecret('s', JSON.stringify({ url }))).toEqual(shop);
    expect(parseDatabaseSecret('s', JSON.stringify({ url: 'postgres://u:p@[::1]:5433/x' }))).toMatchObject({
      host: '::1',
      port: 5433,
    });
  });

  it('is what RDS keeps, with certificates where they are given', () => {
    const fields = { engine: 'postgres', host: 'db.example', port: '5432', username: 'kafka', password: 'p@ss/word' };
    expect(parseDatabaseSecret('s', JSON.stringify({ ...fields, dbname: 'ecommerce', ca: 'PEM' }))).toEqual({
      ...shop,
      ca: 'PEM',
    });
  });

  it.each([
    undefined,
    'hidden',
    '"hidden"',
    '{"url":"hidden"}',
    '{"url":"mysql://u:hidden@h/d"}',
    '{"url":"postgres://u:hidden@h/"}',
    '{"url":"postgres://u:%hidden@h/d"}',
    '{"host":"h","username":"u","password":"hidden"}',
    '{"host":"h","port":"many","username":"u","password":"hidden","dbname":"d"}',
  ])('is refused without being shown: %s', (text) => {
    expect(() => parseDatabaseSecret('caudal/orders', text)).toThrow(
      /^(?!.*hidden)the secret caudal\/orders must be JSON/,
    );
  });

  it('leads to TLS but on loopback', () => {
    expect(
      ['127.0.0.1', '::1', 'localhost', '127.0.0.1.example.org', '10.0.0.1'].map((host) => isLoopback({ host })),
    ).toEqual([true, true, true, false, false]);
  });
});

describe('an error of a database', () => {
  const error = (message: string, code?: string) => Object.assign(new Error(message), code && { code });

  it.each([
    ['connect ECONNREFUSED', 'ECONNREFUSED'],
    ['getaddrinfo', 'ENOTFOUND'],
    ['the database system is starting up', '57P03'],
    ['canceling statement due to statement timeout', '57014'],
    ['too many connections', '53300'],
    ['Connection terminated unexpectedly', undefined],
    ['Query read timeout', undefined],
    ['Client has encountered a connection error and is not queryable', undefined],
  ])('may be gone at the next try: %s', (message, code) => {
    expect(isPassingSql(error(message, code))).toBe(true);
  });

  it.each([
    ['relation does not exist', '42P01'],
    ['permission denied', '42501'],
    ['password authentication failed', '28P01'],
    ['The server does not support SSL connections', undefined],
    ['certificate has expired', 'CERT_HAS_EXPIRED'],
    ['self-signed certificate', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['the host is not in the certificate', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('stays: %s', (message, code) => {
    expect(isPassingSql(error(message, code))).toBe(false);
  });
});

describe('the statement of a page', () => {
  it('quotes whatever a name may hold, and binds what is no name', () => {
    const statement = pageStatement({
      table: 'my shop.or"ders',
      incrementing: 'Id',
      columns: ['amount', 'Id', 'x"; DROP TABLE y'],
    });
    expect(statement).toContain('FROM "my shop"."or""ders"');
    expect(statement).toContain('SELECT "Id", "amount", "x""; DROP TABLE y" FROM');
    expect(statement).toContain('WHERE "Id" BETWEEN span.low AND span.high ORDER BY "Id" LIMIT $3');
  });
});

it('a row keeps every digit: what a number of JavaScript can not hold is text', () => {
  const row =
    '{"id":9007199254740993,"small":17,"price":1.10,"rate":0.1234567890123456789,"share":2.5e-7,"name":"ana"}';
  expect(parseRow(row)).toEqual({
    id: '9007199254740993',
    small: 17,
    price: 1.1,
    rate: '0.1234567890123456789',
    share: 2.5e-7,
    name: 'ana',
  });
});
