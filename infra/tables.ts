import { operationsTables } from '../core/operations-tables.ts';
import type { Pipeline } from '../core/pipeline.ts';
import type { Table } from '../core/table.ts';

/** The tables of events that a pipeline writes: its table of record first, then one a question. */
export function eventTables(pipeline: Pipeline): readonly Table[] {
  return [pipeline.record.table, ...pipeline.queries.map(({ table }) => table)];
}

/** The tables of its own in which a pipeline keeps results of windows and alerts, each once. */
export function resultTables({ analysis }: Pipeline): readonly Table[] {
  const tables = [...(analysis?.windows ?? []).map(({ table }) => table?.table), analysis?.alertTable?.table];
  return [...new Set(tables.filter((table) => table !== undefined))];
}

/** All tables of a deployment of pipelines, those of operations first. */
export function deployedTables(pipelines: readonly Pipeline[]): readonly Table[] {
  return distinctTables(operationsTables, ...pipelines.flatMap((each) => [eventTables(each), resultTables(each)]));
}

/** Names of the keyspaces that they are in. */
export function keyspacesOf(pipelines: readonly Pipeline[]): readonly string[] {
  return [...new Set(deployedTables(pipelines).map(({ keyspace }) => keyspace))];
}

/**
 * All tables of the lists, each once.
 *
 * @throws {Error} where two different definitions claim one name
 */
export function distinctTables(...lists: readonly (readonly Table[])[]): readonly Table[] {
  const byName = new Map<string, Table>();
  for (const table of lists.flat()) {
    const name = `${table.keyspace}.${table.name}`;
    const known = byName.get(name);
    if (known !== undefined && known !== table) {
      throw new Error(
        `${name} is defined twice ("${known.answers}" and "${table.answers}"): rename one or share one definition`,
      );
    }
    byName.set(name, table);
  }
  return [...byName.values()];
}
