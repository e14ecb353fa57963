import { selectStatement } from '../../core/cql.ts';
import type { Difference, FoundWindow } from '../../core/reference/differences.ts';
import type { ExpectedWindow } from '../../core/reference/reference.ts';
import type { CqlValue, Row } from '../../core/table.ts';
import { inPool } from '../../functions/clients/pool.ts';
import { type CqlShell, plain } from '../cql.ts';
import { type AnalyzedPipeline, windowName } from './expectation.ts';

const SELECTS_AT_ONCE = 16;

/**
 * Compares the rows of the tables that windows have of their own with the rows of `ops.window_metrics`, which have been
 * compared with the reference: both are written from the same result, so every column has to be the same.
 */
export async function ownRowDifferences(
  shell: Pick<CqlShell, 'select'>,
  { analysis: { windows } }: AnalyzedPipeline,
  expected: readonly ExpectedWindow<unknown>[],
  found: ReadonlyMap<string, FoundWindow>,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  await inPool(expected, SELECTS_AT_ONCE, async (one) => {
    const result = found.get(windowName(one));
    const projection = windows.find(({ name }) => name === one.window)?.table;
    if (!result || !projection) return;
    const { applied, watermark, ...fixed } = one;
    const row = projection.toRow({ ...fixed, ...result });
    if (!row) return;
    const { table } = projection;
    const key = [...table.partitionKey, ...(table.clusteringKey ?? []).map(({ column }) => column)];
    const [stored] = await shell.select<Row>(
      selectStatement(table, { where: key }),
      key.map((column) => row[column] ?? null),
    );
    const of = `row of window ${one.window} of ${one.key} in ${table.keyspace}.${table.name}`;
    differences.push(...wrongIn(row, stored).map((what) => ({ of, what })));
  });
  return differences;
}

function wrongIn(row: Row, stored: Row | undefined): string[] {
  if (!stored) return ['is missing'];
  return Object.entries(row)
    .map(([column, value]) => [column, shown(value), shown(stored[column] ?? null)])
    .filter(([, value, other]) => value !== other)
    .map(([column, value, other]) => `has ${column} ${other} instead of ${value}`);
}

/** As text, whatever type the driver has for it. */
function shown(value: CqlValue): string {
  const simple = plain(value);
  return JSON.stringify(typeof simple === 'bigint' ? Number(simple) : simple);
}
