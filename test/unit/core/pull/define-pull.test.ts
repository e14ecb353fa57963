import { describe, expect, it } from 'vitest';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import { definePull } from '../../../../core/pull/define-pull.ts';
import { intervalMinutes } from '../../../../core/pull/interval.ts';
import type { PullDefinition } from '../../../../core/pull/pull-source.ts';

const read = () => ({ records: [] });
const http = { kind: 'http', every: '1d', url: 'https://people.example/api', read } as const;
const sql = { kind: 'sql', every: '1m', table: 'shop.orders', incrementing: 'id' } as const;

describe('a pull source', () => {
  it('is part of a pipeline, with defaults', () => {
    const { pull } = definePipeline({ name: 'orders', stream: { name: 'postgres-orders' }, pull: sql });
    expect(pull).toEqual({ ...sql, pageRows: 500, lateSeconds: 3_600, statementTimeoutSeconds: 15 });
  });

  it('of HTTP asks for 100 records and for nothing in its query, unless it says otherwise', () => {
    const pull = definePull(http);
    expect(pull).toMatchObject({
      count: { normal: 100, most: 5_000 },
      tryTimeoutSeconds: 20,
      tries: 5,
      maxBytes: 2 ** 24,
    });
    expect(pull.kind === 'http' && pull.query({ count: 1 })).toEqual({});
  });

  it('is on loopback where it is not https', () => {
    expect(definePull({ ...http, url: 'http://127.0.0.1:8080/people' }).kind).toBe('http');
  });

  it.each<[string, PullDefinition, RegExp]>([
    ['an interval under a minute', { ...sql, every: '0m' }, /pull\.every .* from 1m to 1d.*received "0m"/],
    ['an interval over a day', { ...sql, every: '25h' }, /received "25h"/],
    ['an address that is none', { ...http, url: 'people.example' }, /pull\.url must be a whole address/],
    ['plain http', { ...http, url: 'http://people.example/' }, /must be https.*http:\/\/people\.example/],
    ['a password in the address', { ...http, url: 'https://u:hidden@people.example/' }, /^(?!.*hidden).*no password/],
    [
      'more records than the most',
      { ...http, count: { normal: 9, most: 5 } },
      /count\.normal .* from 1 to 5 .*received 9/,
    ],
    ['a name of three parts', { ...sql, table: 'a.b.c' }, /pull\.table must be a table or schema\.table/],
    ['an empty column', { ...sql, columns: [''] }, /pull\.columns must be a name of 1 to 63 bytes/],
    ['a long name', { ...sql, incrementing: 'ñ'.repeat(32) }, /pull\.incrementing must be a name of 1 to 63 bytes/],
    ['no rows a page', { ...sql, pageRows: 0 }, /pull\.pageRows must be a whole number from 1 to 5000/],
    ['another kind', { ...sql, kind: 'ftp' } as never, /pull\.kind must be "http" or "sql" \(received "ftp"\)/],
  ])('refuses %s', (_, definition, message) => {
    expect(() => definePull(definition)).toThrow(message);
  });
});

it.each([
  ['1m', 1],
  ['90m', 90],
  ['24h', 1_440],
  ['1d', 1_440],
])('%s are %i minutes', (text, minutes) => {
  expect(intervalMinutes('every', text)).toBe(minutes);
});
