import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Alert } from '../../../core/analysis/alert.ts';
import type { OutputRows, RowChange, Unmade } from '../../../core/analysis/batch/output-rows.ts';
import type { Decision } from '../../../core/analysis/decision.ts';
import { alertEvent, decisionEvent } from '../../../core/names.ts';
import { clip } from '../../../core/show.ts';
import { type BusEvent, putEvents } from '../alerts.ts';
import type { Clock } from '../clock.ts';
import type { CqlSession } from '../cql/session.ts';
import type { Outgoing, Refusal, Sent } from './model.ts';
import { writeRows } from './rows.ts';

/** What somebody has to hear of: it has rows, and goes to the bus. */
type Notice = ({ readonly decision: Decision } | { readonly alert: Alert }) & {
  readonly rows: readonly (RowChange | Unmade)[];
  readonly event: BusEvent;
};

/** What notices need. */
export interface NoticeOptions {
  readonly rows: OutputRows;
  readonly session: CqlSession;
  readonly events: Pick<EventBridgeClient, 'send'>;
  readonly bus: string;
  readonly clock: Clock;
}

/** What became of notices. Times in milliseconds since the epoch. */
export interface SentNotices extends Sent {
  /** What the bus has taken. */
  readonly alerts: readonly Alert[];
  readonly decisions: readonly Decision[];
  readonly writtenAt: number;
  readonly publishedAt: number;
}

/**
 * Brings out decisions and alerts: to their tables and then to the bus, so that whoever hears of one finds its row. Decisions
 * go first, since somebody waits for them.
 */
export async function publishNotices(
  { rows, session, events, bus, clock }: NoticeOptions,
  outgoing: readonly Outgoing[],
): Promise<SentNotices> {
  const notices = outgoing.map((one) => noticesOf(rows, one));
  const written = await writeRows(
    session,
    notices.map((ofOne) => ofOne.flatMap((notice) => notice.rows)),
  );
  const writtenAt = clock.now();
  const ready = notices.flatMap((ofOne, index) =>
    written.failed.has(index) ? [] : ofOne.map((notice) => ({ notice, index })),
  );
  const answers = await putEvents(
    events,
    bus,
    ready.map(({ notice }) => notice.event),
    clock,
  );
  const taken: { alerts: Alert[]; decisions: Decision[] } = { alerts: [], decisions: [] };
  const failed = new Map(written.failed);
  const refused: Refusal[] = [...written.refused];
  for (const [place, { notice, index }] of ready.entries()) {
    const notTaken = answers[place];
    if (notTaken?.refused) refused.push({ by: bus, message: clip(notTaken.error.message, 200) });
    else if (notTaken) failed.set(index, notTaken.error);
    else if ('alert' in notice) taken.alerts.push(notice.alert);
    else taken.decisions.push(notice.decision);
  }
  return { failed, refused, ...taken, writtenAt, publishedAt: clock.now() };
}

function noticesOf(rows: OutputRows, { alerts = [], decisions = [] }: Outgoing): Notice[] {
  return [
    ...decisions.map((decision) => ({
      decision,
      rows: [rows.ofDecision(decision)],
      event: { ...decisionEvent, detail: decision },
    })),
    ...alerts.map((alert) => ({ alert, rows: rows.ofAlert(alert), event: { ...alertEvent, detail: alert } })),
  ];
}
