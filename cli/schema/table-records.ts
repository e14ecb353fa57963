import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { operationsTables } from '../../core/operations-tables.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import type { SchemaReport } from '../../core/schema/evolution.ts';
import type { Table } from '../../core/table.ts';
import {
  isRecorded,
  recordedName,
  recordOf,
  TABLE_RECORDS_FILE,
  type TableRecords,
  tableComplaint,
} from '../../core/table-record.ts';
import { distinctTables, eventTables, resultTables } from '../../infra/tables.ts';

/** The tables that a pipeline needs: its own, and those of operations. */
function tablesOf(pipeline: Pipeline): readonly Table[] {
  return distinctTables(operationsTables, eventTables(pipeline), resultTables(pipeline));
}

/**
 * A report with what there is to say of the pipeline's tables: what no deployment can change, and, of a pipeline of which
 * something is recorded, what is not recorded yet.
 */
export function withTables(report: SchemaReport, pipeline: Pipeline, records: TableRecords): SchemaReport {
  const tables = tablesOf(pipeline);
  const broken = tables.flatMap((table) => tableComplaint(table, records) ?? []);
  if (broken.length > 0) return { ...report, state: 'refused', complaints: [...report.complaints, ...broken] };
  const own = [...eventTables(pipeline), ...resultTables(pipeline)];
  const isKept = report.state === 'published' || own.some((table) => recordedName(table) in records);
  const missing = isKept ? tables.filter((table) => !isRecorded(table, records)).map(recordedName) : [];
  if (missing.length === 0) return report;
  const complaint = `${report.pipeline}: ${TABLE_RECORDS_FILE} is behind on ${missing.join(', ')}: ./caudal schema ${report.pipeline} --publish`;
  const state = report.state === 'published' ? 'outdated' : report.state;
  return { ...report, state, complaints: [...report.complaints, complaint] };
}

/** Records the tables that a pipeline needs beside those of others, and gives the name of the file from the root of the checkout. */
export async function writeTableRecords(root: string, pipeline: Pipeline, records: TableRecords): Promise<string> {
  const own = tablesOf(pipeline).map((table) => {
    const name = recordedName(table);
    return [name, recordOf(table, records[name])] as const;
  });
  const all = Object.entries({ ...records, ...Object.fromEntries(own) }).sort(([a], [b]) => (a < b ? -1 : 1));
  await mkdir(path.join(root, path.dirname(TABLE_RECORDS_FILE)), { recursive: true });
  await writeFile(path.join(root, TABLE_RECORDS_FILE), `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
  return TABLE_RECORDS_FILE;
}
