import type { Projection } from './pipeline.ts';
import { validateTable } from './validate-table.ts';

/**
 * Refuses a projection whose table Keyspaces would refuse, and one that disagrees with its table over client timestamps.
 * @throws {RangeError} naming the table and what is wrong
 */
export function validateProjection<E>({ table, timestamp }: Pick<Projection<E>, 'table' | 'timestamp'>): void {
  validateTable(table);
  if ((timestamp !== undefined) === (table.clientTimestamps ?? false)) return;
  const wrong = timestamp
    ? 'its rows are given timestamps, so it has to declare clientTimestamps'
    : 'it declares clientTimestamps, so its projection needs a timestamp function';
  throw new RangeError(`Table ${table.keyspace}.${table.name}: ${wrong}`);
}
