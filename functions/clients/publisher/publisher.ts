import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Alert } from '../../../core/analysis/alert.ts';
import type { OutputRows } from '../../../core/analysis/batch/output-rows.ts';
import { names } from '../../../core/names.ts';
import { clip } from '../../../core/show.ts';
import { putEvents } from '../alerts.ts';
import type { Clock } from '../clock.ts';
import type { CqlSession } from '../cql/session.ts';
import type { Outgoing, Publish, Refusal, Sent } from './model.ts';
import { writeRows } from './rows.ts';

/** What the publisher needs. */
export interface PublisherOptions {
  readonly rows: OutputRows;
  readonly session: CqlSession;
  readonly events: Pick<EventBridgeClient, 'send'>;
  readonly bus: string;
  readonly clock: Clock;
}

/**
 * Makes a publisher. Alerts go to their tables and then to the bus, so that whoever hears of one finds its row; meanwhile
 * windows and late events go to their tables.
 *
 * A row that the store refuses as invalid, and an alert that the bus does, is given up: it would be refused for ever, and
 * the shard would wait as long. It is reported by table and reason, and everything else goes on.
 */
export function publisher({ rows, session, events, bus, clock }: PublisherOptions): Publish {
  async function publishAlerts(outgoing: readonly Outgoing[]) {
    const written = await writeRows(
      session,
      outgoing.map(({ alerts = [] }) => alerts.flatMap(rows.ofAlert)),
    );
    const writtenAt = clock.now();
    const ready = outgoing.flatMap(({ alerts = [] }, index) =>
      written.failed.has(index) ? [] : alerts.map((alert) => ({ alert, index })),
    );
    const taken: Alert[] = [];
    const failed = new Map(written.failed);
    const refused: Refusal[] = [...written.refused];
    const answers = await putEvents(
      events,
      bus,
      ready.map(({ alert }) => ({ ...names.alertEvent, detail: alert })),
      clock,
    );
    for (const [place, { alert, index }] of ready.entries()) {
      const notTaken = answers[place];
      if (!notTaken) taken.push(alert);
      else if (notTaken.refused) refused.push({ by: bus, message: clip(notTaken.error.message, 200) });
      else failed.set(index, notTaken.error);
    }
    return { failed, refused, taken, writtenAt, publishedAt: clock.now() };
  }

  async function publishRows(outgoing: readonly Outgoing[]): Promise<Sent & { readonly writtenAt: number }> {
    const sent = await writeRows(
      session,
      outgoing.map(({ results = [], stamp = 0, leftOut = [] }) => [
        ...results.flatMap((result) => rows.ofResult(result, stamp)),
        ...leftOut.map(rows.ofLeftOut),
      ]),
    );
    return { ...sent, writtenAt: clock.now() };
  }

  return async (outgoing) => {
    const [alerts, others] = await Promise.all([publishAlerts(outgoing), publishRows(outgoing)]);
    return {
      failed: new Map([...others.failed, ...alerts.failed]),
      refused: [...others.refused, ...alerts.refused],
      results: outgoing.reduce((sum, { results = [] }) => sum + results.length, 0),
      alerts: alerts.taken,
      writtenAt: Math.max(alerts.writtenAt, others.writtenAt),
      publishedAt: alerts.publishedAt,
    };
  };
}
