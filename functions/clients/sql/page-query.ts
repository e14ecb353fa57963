import { escapeIdentifier } from 'pg';

/** Which rows of a table a page is of. */
export interface PageTable {
  /** `table` or `schema.table`. */
  readonly table: string;
  /** The growing column. */
  readonly incrementing: string;
  /** @default all */
  readonly columns?: readonly string[];
}

/**
 * The statement that reads a page: the first rows by their number within ranges. Names are quoted, values are bound: lows ($1)
 * and highs ($2) of the ranges, both ends included, and the most rows ($3). The limit inside holds each range to a walk of
 * the index. Rows come as JSON made by the database itself, which knows how to write each of its types.
 */
export function pageStatement({ table, incrementing, columns }: PageTable): string {
  const number = escapeIdentifier(incrementing);
  const from = table.split('.').map(escapeIdentifier).join('.');
  const named = columns && [...new Set([incrementing, ...columns])].map(escapeIdentifier).join(', ');
  return [
    `SELECT page.${number}::text AS number, row_to_json(page)::text AS payload`,
    'FROM unnest($1::bigint[], $2::bigint[]) AS span(low, high)',
    `CROSS JOIN LATERAL (SELECT ${named ?? '*'} FROM ${from}`,
    `WHERE ${number} BETWEEN span.low AND span.high ORDER BY ${number} LIMIT $3) AS page`,
    `ORDER BY page.${number} LIMIT $3`,
  ].join(' ');
}
