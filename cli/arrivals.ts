import { selectStatement } from '../core/cql.ts';
import type { Table } from '../core/table.ts';
import type { CqlShell } from './cql.ts';
import { stageTable } from './stage.ts';
import { daysBetween } from './time-range.ts';

/** How a table is asked that is partitioned by pipeline, day of arrival and bucket. */
export interface ArrivalsQuery {
  readonly table: Table;
  readonly columns: readonly string[];
  /** Buckets a day: each is asked for. */
  readonly buckets: number;
}

/** Which arrivals. */
export interface ArrivalsRange {
  readonly from: Date;
  readonly to: Date;
  /** The newest so many, 1 or more. @default all */
  readonly limit?: number;
}

/** Rows of what arrived for a pipeline within a range of days, newest first. */
export async function readArrivals<R extends { readonly arrived_at: Date }>(
  shell: Pick<CqlShell, 'select'>,
  { table, columns, buckets }: ArrivalsQuery,
  pipeline: string,
  { from, to, limit }: ArrivalsRange,
): Promise<R[]> {
  const where = table.partitionKey;
  const statement = `${selectStatement(stageTable(table), { columns, where })} AND arrived_at >= ?`;
  const [cql, limits] = limit === undefined ? [statement, []] : [`${statement} LIMIT ?`, [limit]];
  const partitions = daysBetween(from, to).flatMap((day) =>
    Array.from({ length: buckets }, (_, bucket) => shell.select<R>(cql, [pipeline, day, bucket, from, ...limits])),
  );
  const rows = (await Promise.all(partitions)).flat();
  return rows.sort((a, b) => b.arrived_at.getTime() - a.arrived_at.getTime()).slice(0, limit);
}
