import type { RowChange, Unmade } from '../../../core/analysis/batch/output-rows.ts';
import { clip } from '../../../core/show.ts';
import type { Table } from '../../../core/table.ts';
import { asError } from '../aws-errors.ts';
import { Progress } from '../cql/progress.ts';
import type { CqlSession } from '../cql/session.ts';
import { toDelete, toWrite } from '../cql/to-write.ts';
import { toUnits, type Write } from '../cql/units.ts';
import { writeUnits } from '../cql/write-units.ts';
import type { Refusal, Sent } from './model.ts';

/**
 * Writes and deletes rows, in batches by table. Each row has a place of its own, so that one that the store refuses takes
 * no other along.
 *
 * @param changes by index of what they belong to, in stream order: after a failure, what lies behind it is not tried
 */
export async function writeRows(
  session: CqlSession,
  changes: readonly (readonly (RowChange | Unmade)[])[],
): Promise<Sent> {
  const progress = new Progress();
  const owners: { readonly index: number; readonly table: Table }[] = [];
  const writes: Write[] = [];
  for (const [index, ofOne] of changes.entries()) {
    for (const declared of ofOne) {
      const change = { ...declared, table: session.inStage(declared.table) };
      const place = owners.push({ index, table: change.table }) - 1;
      if ('message' in change) progress.refuse(place, change.message);
      else writes.push(...toStatement(change, place, progress));
    }
  }
  await writeUnits(session, toUnits(writes), progress);

  const failed = new Map<number, Error>();
  const refused: Refusal[] = [];
  for (const [place, { index, table }] of owners.entries()) {
    const message = progress.refused.get(place);
    const error = progress.failed.get(place);
    if (message !== undefined) refused.push({ by: `${table.keyspace}.${table.name}`, message: clip(message, 200) });
    else if (error && !failed.has(index)) failed.set(index, error);
  }
  return { failed, refused };
}

function toStatement({ table, row, remove, timestamp }: RowChange, place: number, progress: Progress): Write[] {
  try {
    return [(remove ? toDelete : toWrite)(table, row, place, timestamp)];
  } catch (error) {
    progress.refuse(place, asError(error).message);
    return [];
  }
}
