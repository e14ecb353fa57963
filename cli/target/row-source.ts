import type { CqlClient } from '../../functions/clients/cql/session.ts';
import type { RowSource } from '../cql.ts';

const ROWS_A_PAGE = 5000;

/** What the driver answers with; the functions need no more than its rows, so their interface says no more. */
interface Page {
  readonly rows: Record<string, unknown>[];
  readonly pageState?: string | null;
}

/** The tables as a session of the functions' own kind reads them, whatever signs it in. */
export function rowSource(client: CqlClient): RowSource {
  return {
    async select<R>(statement: string, parameters: readonly unknown[]): Promise<R[]> {
      const rows: R[] = [];
      let pageState: string | undefined;
      do {
        const options = { prepare: true, fetchSize: ROWS_A_PAGE, ...(pageState !== undefined && { pageState }) };
        const page: Page = await client.execute(statement, [...parameters], options);
        // Not by the row's own method `keys`, which a column of that name hides.
        rows.push(...page.rows.map((row) => Object.fromEntries(Object.entries(row)) as R));
        pageState = page.pageState ?? undefined;
      } while (pageState !== undefined);
      return rows;
    },
    close: () => client.shutdown(),
  };
}
