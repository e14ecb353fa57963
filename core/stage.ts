import { namesOf } from './names.ts';
import type { Pipeline } from './pipeline.ts';
import { show } from './show.ts';
import type { Table } from './table.ts';

/**
 * The prefix of a stage, checked. Names of AWS, CQL and files all take it; `aws` and `ssm` may begin no parameter of Systems
 * Manager, `system` no keyspace, and `caudal` begins the names of the stage without a prefix.
 *
 * @param setting what is named in the error
 * @throws {RangeError} naming the setting, what a prefix must be and the value received
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export function requirePrefix(setting: string, prefix: unknown): string {
  if (typeof prefix === 'string' && /^(?!aws|ssm|system|caudal)[a-z][a-z0-9]{0,11}$/.test(prefix)) return prefix;
  throw new RangeError(
    `${setting} must be 1 to 12 lower-case letters and digits, the first a letter, and not begin with aws, ssm, system or caudal (received ${show(prefix)})`,
  );
}

/** Gives a table as a stage has it. The same one each time, and what is of a stage already stays as it is. */
export type TableInStage = (declared: Table) => Table;

/**
 * Gives the tables of a stage: those that pipelines and operations declare, in the keyspaces of the stage.
 *
 * @param prefix of the stage, or nothing: then tables are as declared
 */
export function tablesIn(prefix: string): TableInStage {
  const staged = new WeakMap<Table, Table>();
  const { keyspace } = namesOf(prefix);
  return (declared) => {
    if (prefix === '') return declared;
    const known = staged.get(declared);
    if (known) return known;
    const table = { ...declared, keyspace: keyspace(declared.keyspace) };
    staged.set(declared, table);
    staged.set(table, table);
    return table;
  };
}

/**
 * A pipeline as a stage has it: its stream, and the tables that it writes, by their names in the stage. How events are judged
 * and what windows and rules come to is the same in every stage, and so are the keys of their state.
 */
export function pipelineIn<E>(
  prefix: string,
  pipeline: Pipeline<E>,
  inStage: TableInStage = tablesIn(prefix),
): Pipeline<E> {
  if (prefix === '') return pipeline;
  const staged = <P extends { readonly table: Table }>(projection: P): P => ({
    ...projection,
    table: inStage(projection.table),
  });
  const { analysis } = pipeline;
  return {
    ...pipeline,
    stream: { ...pipeline.stream, name: namesOf(prefix).stream(pipeline.stream.name) },
    record: staged(pipeline.record),
    queries: pipeline.queries.map(staged),
    ...(analysis && {
      analysis: {
        ...analysis,
        windows: analysis.windows.map((window) => ({
          ...window,
          ...(window.table && { table: staged(window.table) }),
        })),
        ...(analysis.alertTable && { alertTable: staged(analysis.alertTable) }),
      },
    }),
  };
}
