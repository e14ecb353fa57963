import { bucketOf } from '../../keys.ts';
import type { SourceRecord } from '../../source.ts';
import type { Row } from '../../table.ts';
import type { Alert } from '../alert.ts';
import type { Decision } from '../decision.ts';
import type { WindowResult } from '../window.ts';
import { DECISION_BUCKETS, LATE_BUCKETS, WINDOW_BUCKETS } from './tables.ts';

const HOUR_MS = 3_600_000;

/** An event that was left out, and of what. */
export interface LeftOut extends Pick<SourceRecord, 'position' | 'arrivedAt' | 'partitionKey'> {
  /** Undefined where the event's own function threw. */
  readonly eventId: string | undefined;
  /** Event time, in milliseconds since the epoch; undefined where the event's own function threw. */
  readonly eventTime: number | undefined;
  /** `late`, or `failed: ` and why. */
  readonly reason: string;
  /** Windows that it would have fallen into. */
  readonly windows: readonly WindowSpan[];
}

/** A window by name and bounds, in milliseconds since the epoch; the end is exclusive. */
export interface WindowSpan {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The row of `ops.window_metrics` for a result; of a retracted one, the row that has to go.
 * @param definition hash of the window's definition, to tell numbers of one definition from those of the next
 */
export function windowRow(pipelineName: string, result: WindowResult, definition: string): Row {
  return {
    pipeline: pipelineName,
    window_name: result.window,
    hour: hourOf(result.start),
    bucket: bucketOf(result.key, WINDOW_BUCKETS),
    window_start: new Date(result.start),
    key: result.key,
    window_end: new Date(result.end),
    group_name: result.group,
    events: result.events,
    final: result.final,
    values_json: JSON.stringify(result.values),
    definition,
  };
}

/** The row of `ops.alerts`. */
export function alertRow(alert: Alert): Row {
  return {
    pipeline: alert.pipeline,
    day: dayOf(alert.at),
    at: new Date(alert.at),
    alert_id: alert.id,
    rule: alert.rule,
    severity: alert.severity,
    key: alert.key,
    message: alert.message,
    values_json: JSON.stringify(alert.values),
    events: alert.events,
    window_name: alert.window?.name ?? null,
    window_start: alert.window ? new Date(alert.window.start) : null,
    window_end: alert.window ? new Date(alert.window.end) : null,
    raised_at: new Date(alert.raisedAt),
  };
}

/** The row of `ops.decisions`. */
export function decisionRow(decision: Decision): Row {
  return {
    pipeline: decision.pipeline,
    hour: hourOf(decision.arrivedAt),
    bucket: bucketOf(decision.eventId, DECISION_BUCKETS),
    arrived_at: new Date(decision.arrivedAt),
    decision_id: decision.id,
    decider: decision.decider,
    version: decision.version,
    model: decision.model ?? null,
    key: decision.key,
    event_id: decision.eventId,
    at: new Date(decision.at),
    decision: decision.decision,
    score: decision.score ?? null,
    reasons: decision.reasons,
    decided_at: new Date(decision.decidedAt),
  };
}

/** The row of `ops.late_events`. Windows read `<name> <start>/<end>`, as ISO 8601 writes intervals. */
export function lateRow(pipelineName: string, leftOut: LeftOut): Row {
  const { position, arrivedAt, eventTime } = leftOut;
  return {
    pipeline: pipelineName,
    day: dayOf(arrivedAt),
    bucket: bucketOf(`${position.shard}:${position.sequence}`, LATE_BUCKETS),
    arrived_at: new Date(arrivedAt),
    shard: position.shard,
    sequence: position.sequence,
    event_id: leftOut.eventId ?? null,
    event_time: eventTime === undefined ? null : new Date(eventTime),
    key: leftOut.partitionKey,
    reason: leftOut.reason,
    windows: leftOut.windows.map(
      ({ name, start, end }) => `${name} ${new Date(start).toISOString()}/${new Date(end).toISOString()}`,
    ),
  };
}

/** The hour that an instant falls into, as the partition keys of operations tables have it. */
export function hourOf(instant: number): Date {
  return new Date(Math.floor(instant / HOUR_MS) * HOUR_MS);
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
