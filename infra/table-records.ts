import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Table } from '../core/table.ts';
import { TABLE_RECORDS_FILE, type TableRecords, tableComplaint } from '../core/table-record.ts';

/**
 * Reads what is recorded of tables, `schemas/tables.json`. Nothing is recorded where there is no such file.
 *
 * @param root of the checkout
 * @throws {Error} for a file that is no JSON object
 */
export function readTableRecords(root: string): TableRecords {
  const file = path.join(root, TABLE_RECORDS_FILE);
  if (!existsSync(file)) return {};
  try {
    const records: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof records === 'object' && records !== null) return records as TableRecords;
  } catch {
    // Said below: what is no JSON is no record.
  }
  throw new Error(`${TABLE_RECORDS_FILE} is no JSON object: take it from the history of the repository`);
}

/**
 * Refuses tables that could not become what is declared where they are deployed already.
 *
 * @throws {RangeError} naming each, what changed, from what to what, and what to do
 */
export function requireRecordedKeys(tables: readonly Table[], records: TableRecords): void {
  const complaints = tables.flatMap((table) => tableComplaint(table, records) ?? []);
  if (complaints.length > 0) throw new RangeError(`Table ${complaints.join('\nTable ')}`);
}
