import { systemClock } from '../../functions/clients/clock.ts';
import type { CqlShell } from '../cql.ts';
import { type AlertFilter, readAlerts, type ShownAlert } from './read-alerts.ts';

const POLL_MS = 1000;

/** How far back in event time an alert may lie that is raised only now. */
const BACK_MS = 86_400_000;

/** Newest alerts that are looked at each time. */
const MOST = 2000;

/**
 * Alerts as they are raised, oldest first, until the signal.
 *
 * @param filter without `from`: from now on; `limit` ends it
 */
export async function* followAlerts(
  shell: CqlShell,
  filter: Omit<AlertFilter, 'from'> & { readonly from?: Date },
  signal: AbortSignal,
): AsyncGenerator<ShownAlert> {
  const read = (from = new Date(Date.now() - BACK_MS)) => readAlerts(shell, { ...filter, from, limit: MOST });
  const old = filter.from === undefined ? await read() : [];
  const seen = new Set(old.map(({ id }) => id));
  let left = filter.limit;
  while (!signal.aborted) {
    for (const alert of await read(filter.from)) {
      if (seen.has(alert.id)) continue;
      seen.add(alert.id);
      yield alert;
      left -= 1;
      if (left === 0) return;
    }
    await systemClock.sleep(POLL_MS, signal);
  }
}
