import type { Decision } from '../../core/analysis/decision.ts';

/** A row of `ops.decisions`, as the driver gives it. */
export interface DecisionRow {
  readonly pipeline: string;
  readonly arrived_at: Date;
  readonly decision_id: string;
  readonly decider: string;
  readonly version: number;
  readonly model: string | null;
  readonly key: string;
  readonly event_id: string;
  readonly at: Date;
  readonly decision: Decision['decision'];
  readonly score: number | null;
  readonly reasons: readonly string[] | null;
  readonly decided_at: Date;
}

/** The decision that a row holds. */
export function toDecision(row: DecisionRow): Decision {
  return {
    id: row.decision_id,
    pipeline: row.pipeline,
    decider: row.decider,
    version: row.version,
    ...(row.model !== null && { model: row.model }),
    key: row.key,
    eventId: row.event_id,
    at: row.at.getTime(),
    decision: row.decision,
    ...(row.score !== null && { score: row.score }),
    reasons: row.reasons ?? [],
    arrivedAt: row.arrived_at.getTime(),
    decidedAt: row.decided_at.getTime(),
  };
}
