import type { Decision, DecisionKind } from '../../core/analysis/decision.ts';
import { DECISION_BUCKETS, decisions as table } from '../../core/analysis/operations/tables.ts';
import { selectStatement } from '../../core/cql.ts';
import { bucketOf } from '../../core/keys.ts';
import { inPool } from '../../functions/clients/pool.ts';
import type { CqlShell } from '../cql.ts';
import { stageTable } from '../stage.ts';
import { hoursBetween } from '../time-range.ts';
import { type DecisionRow, toDecision } from './decision-row.ts';

/** Which decisions are wanted. */
export interface DecisionFilter {
  readonly pipelines: readonly string[];
  /** Arrival in the stream of the event of the oldest one. */
  readonly from: Date;
  /** Arrival of that of the newest one. @default now */
  readonly to?: Date;
  /** @default all */
  readonly decision?: DecisionKind;
  /** Id of the event. @default of all */
  readonly event?: string;
  /** How many at the most, the newest. @default all */
  readonly limit?: number;
}

const SELECTS_AT_ONCE = 16;

/** Clocks of this machine and the stream may differ a little. */
const AHEAD_MS = 5_000;

/** Decisions of `ops.decisions` by the arrival of their events, and their time where they came together; newest last. */
export async function readDecisions(
  shell: Pick<CqlShell, 'select'>,
  { pipelines, from, to = new Date(Date.now() + AHEAD_MS), decision, event, limit }: DecisionFilter,
): Promise<Decision[]> {
  const buckets =
    event === undefined ? Array.from(Array(DECISION_BUCKETS).keys()) : [bucketOf(event, DECISION_BUCKETS)];
  const partitions = pipelines.flatMap((pipeline) =>
    hoursBetween(from, to).flatMap((hour) => buckets.map((bucket) => [pipeline, hour, bucket, from])),
  );
  // Without a filter, no more of a partition than is wanted in all is of use.
  const cql = limit === undefined || decision !== undefined || event !== undefined ? '' : ` LIMIT ${limit}`;
  const statement = `${selectStatement(stageTable(table), { where: table.partitionKey })} AND arrived_at >= ?`;
  const found: Decision[] = [];
  await inPool(partitions, SELECTS_AT_ONCE, async (partition) => {
    for (const row of await shell.select<DecisionRow>(`${statement}${cql}`, partition)) found.push(toDecision(row));
  });
  return found
    .filter((one) => decision === undefined || one.decision === decision)
    .filter((one) => event === undefined || one.eventId === event)
    .sort((a, b) => a.arrivedAt - b.arrivedAt || a.at - b.at)
    .slice(limit === undefined ? 0 : -limit);
}
