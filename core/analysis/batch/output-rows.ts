import { show } from '../../show.ts';
import type { Row, Table } from '../../table.ts';
import type { Alert } from '../alert.ts';
import type { Decision } from '../decision.ts';
import { definitionHash } from '../fold/definition-hash.ts';
import type { AnalyzedPipeline } from '../fold/pipeline-parts.ts';
import { alertRow, decisionRow, type LeftOut, lateRow, windowRow } from '../operations/rows.ts';
import { alerts, decisions, lateEvents, windowMetrics } from '../operations/tables.ts';
import type { WindowResult } from '../window.ts';
import { definitionOf } from '../windows/definition.ts';

/** A row to be written, or to be deleted, by its key. */
export interface RowChange {
  readonly table: Table;
  readonly row: Row;
  /** Whether the row has to go. @default false */
  readonly remove?: boolean;
  /** Write timestamp in microseconds, where the table takes one. */
  readonly timestamp?: bigint;
}

/** A row that could not be made, for a function of the pipeline threw. */
export interface Unmade {
  readonly table: Table;
  readonly message: string;
}

/** Makes the rows of what a pipeline's windows and rules bring forth. */
export interface OutputRows {
  /** In `ops.window_metrics` and the window's own table; of a retracted result, the rows that have to go. @param stamp of the state that it comes from, in microseconds */
  ofResult(result: WindowResult, stamp: number): readonly (RowChange | Unmade)[];
  /** In `ops.alerts` and the pipeline's own table of alerts. */
  ofAlert(alert: Alert): readonly (RowChange | Unmade)[];
  /** In `ops.decisions`. */
  ofDecision(decision: Decision): RowChange;
  /** In `ops.late_events`. */
  ofLeftOut(leftOut: LeftOut): RowChange;
}

/** Made once a process. */
export function outputRows<E>({ name, analysis }: AnalyzedPipeline<E>): OutputRows {
  const own = new Map(analysis.windows.map(({ name: window, table }) => [window, table]));
  const hashes = new Map(analysis.windows.map((window) => [window.name, definitionHash(definitionOf(window))]));
  return {
    ofResult(result, stamp) {
      const how = { timestamp: BigInt(stamp), ...(result.retracted && { remove: true }) };
      const projection = own.get(result.window);
      const row = windowRow(name, result, hashes.get(result.window) ?? '');
      return [{ table: windowMetrics, row, ...how }, ...made(projection, result, how)];
    },
    ofAlert: (alert) => [{ table: alerts, row: alertRow(alert) }, ...made(analysis.alertTable, alert, {})],
    ofDecision: (decision) => ({ table: decisions, row: decisionRow(decision) }),
    ofLeftOut: (leftOut) => ({ table: lateEvents, row: lateRow(name, leftOut) }),
  };
}

function made<T>(
  projection: { readonly table: Table; toRow(value: T): Row | undefined } | undefined,
  value: T,
  how: Pick<RowChange, 'remove' | 'timestamp'>,
): (RowChange | Unmade)[] {
  if (!projection) return [];
  const { table } = projection;
  try {
    const row = projection.toRow(value);
    return row ? [{ table, row, ...how }] : [];
  } catch (error) {
    return [{ table, message: `toRow threw ${error instanceof Error ? error.message : show(error)}` }];
  }
}
