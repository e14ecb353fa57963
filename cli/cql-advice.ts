import { operationsTables } from '../core/operations-tables.ts';
import type { Table } from '../core/table.ts';
import { eventTables } from '../infra/tables.ts';
import { pipelines } from '../pipelines/index.ts';
import { stagePipeline, stageTable } from './stage.ts';

/**
 * What to say about a statement that works here and costs a full scan on Keyspaces: which table, or which command, answers
 * the same question. Undefined where there is nothing to say.
 */
export function adviceFor(statement: string): string | undefined {
  const filtering = /\ballow\s+filtering\b/i.test(statement);
  const counting = /\bcount\s*\(/i.test(statement);
  if (!filtering && !counting) return undefined;
  const staged = pipelines.map(stagePipeline);
  const tables: readonly Table[] = [...staged.flatMap(eventTables), ...operationsTables.map(stageTable)];
  const source = /\bfrom\s+"?(\w+)"?\."?(\w+)"?/i.exec(statement);
  const table = tables.find(({ keyspace, name }) => keyspace === source?.[1] && name === source?.[2]);
  if (!filtering && table?.partitionKey.every((column) => new RegExp(`\\b${column}"?\\s*=`, 'i').test(statement))) {
    return undefined;
  }
  const pipeline = staged.find(({ record }) => record.table === table);
  const what = filtering ? 'ALLOW FILTERING reads' : 'COUNT reads';
  const costs = `${what} the whole table, and Keyspaces bills every row of it.`;
  if (!pipeline) return costs;
  if (!filtering) return `${costs} Better: ./caudal count ${pipeline.name} (kept counters).`;
  const better = pipeline.queries.map(({ table }) => {
    const keys = table.partitionKey.map((column) => `${column} = …`).join(' AND ');
    return `SELECT * FROM ${table.keyspace}.${table.name} WHERE ${keys}`;
  });
  return better.length > 0 ? `${costs} Better: ${better.join(' or ')}` : costs;
}
