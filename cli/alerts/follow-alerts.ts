import type { CqlShell } from '../cql.ts';
import { pollNew } from '../poll-new.ts';
import { type AlertFilter, readAlerts, type ShownAlert } from './read-alerts.ts';

/** How far back in event time an alert may lie that is raised only now. */
const BACK_MS = 86_400_000;

/** Newest alerts that are looked at each time. */
const MOST = 2000;

/**
 * Alerts as they are raised, oldest first, until the signal.
 *
 * @param filter without `from`: from now on; `limit` ends it
 */
export function followAlerts(
  shell: CqlShell,
  { from, limit, ...wanted }: Omit<AlertFilter, 'from'> & { readonly from?: Date },
  signal: AbortSignal,
): AsyncGenerator<ShownAlert> {
  const polled = {
    read: (since: Date) => readAlerts(shell, { ...wanted, from: since, limit: MOST }),
    idOf: ({ id }: ShownAlert) => id,
    backMs: Math.max(BACK_MS, from === undefined ? 0 : Date.now() - from.getTime()),
  };
  return pollNew({ ...polled, from, limit }, signal);
}
