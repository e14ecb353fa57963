import type { Table } from '../../../core/table.ts';
import type { Sent } from '../../unit/functions/support/fake-cql.ts';

/**
 * The rows that a table holds after statements in this order, by its key: of each row the write with the highest
 * timestamp, a deletion before a write of the same one, as Cassandra has it.
 */
export function rowsLeft(table: Table, statements: readonly Sent[]): Map<string, Record<string, unknown>> {
  const columns = Object.keys(table.columns);
  const key = [...table.partitionKey, ...(table.clusteringKey ?? []).map(({ column }) => column)];
  const rows = new Map<string, { row: Record<string, unknown>; stamp: bigint; deletes: boolean }>();
  for (const [order, { table: name, values, deletes }] of statements.entries()) {
    if (name !== table.name) continue;
    const [first] = values;
    const own = table.clientTimestamps ? (deletes ? first : values.at(-1)) : BigInt(order);
    const stamp = typeof own === 'bigint' ? own : 0n;
    const named = deletes ? key : columns;
    const bound = deletes && table.clientTimestamps ? values.slice(1) : values;
    const row = Object.fromEntries(named.map((column, n) => [column, bound[n]]));
    const name_ = JSON.stringify(key.map((column) => row[column]));
    const there = rows.get(name_);
    const wins = !there || stamp > there.stamp || (stamp === there.stamp && (deletes || !there.deletes));
    if (wins) rows.set(name_, { row, stamp, deletes });
  }
  return new Map([...rows].flatMap(([name, { row, deletes }]) => (deletes ? [] : [[name, row] as const])));
}
