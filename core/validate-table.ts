import { show } from './show.ts';
import type { Table } from './table.ts';

const NAME = /^[a-z][a-z0-9_]{0,47}$/;
const MAX_TTL_SECONDS = 630_720_000;

/**
 * Refuses a table that Keyspaces would refuse, before it is deployed.
 * @throws {RangeError} naming the table, what is wrong, the value received and what is allowed
 */
export function validateTable(table: Table): void {
  const fail = (what: string, value: unknown): never => {
    throw new RangeError(`Table ${table.keyspace}.${table.name}: ${what} (received ${show(value)})`);
  };
  const clustering = (table.clusteringKey ?? []).map(({ column }) => column);
  const key = [...table.partitionKey, ...clustering];
  for (const name of [table.keyspace, table.name, ...Object.keys(table.columns)]) {
    if (!NAME.test(name)) fail('a name must be 1 to 48 lower-case letters, digits and underscores', name);
  }
  if (table.partitionKey.length === 0) fail('partitionKey must name a column', 'none');
  for (const column of key) {
    if (!Object.hasOwn(table.columns, column)) fail('a key must consist of columns of the table', column);
    if (table.columns[column]?.includes('<')) fail('a key must not hold a collection', column);
    if (key.indexOf(column) !== key.lastIndexOf(column)) fail('a key must name each column once', column);
  }
  const ttl = table.ttlSeconds ?? MAX_TTL_SECONDS;
  if (!Number.isInteger(ttl) || ttl < 1 || ttl > MAX_TTL_SECONDS) {
    fail(`ttlSeconds must be a whole number from 1 to ${MAX_TTL_SECONDS}`, ttl);
  }
}
