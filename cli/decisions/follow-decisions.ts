import type { Decision } from '../../core/analysis/decision.ts';
import { systemClock } from '../../functions/clients/clock.ts';
import type { CqlShell } from '../cql.ts';
import { type DecisionFilter, readDecisions } from './read-decisions.ts';

const POLL_MS = 1000;

/** How long ago an event may have arrived whose decision comes only now, as when a crash has left it to a sweep. */
const BACK_MS = 300_000;

/**
 * Decisions as they are made, oldest first, until the signal.
 *
 * @param filter without `from`: from now on; `limit` ends it
 */
export async function* followDecisions(
  shell: Pick<CqlShell, 'select'>,
  { from, limit = Number.POSITIVE_INFINITY, ...wanted }: Omit<DecisionFilter, 'from'> & { readonly from?: Date },
  signal: AbortSignal,
): AsyncGenerator<Decision> {
  const recent = (since = new Date(Date.now() - BACK_MS)) => readDecisions(shell, { ...wanted, from: since });
  const idsOf = (decisions: readonly Decision[]) => new Set(decisions.map(({ id, arrivedAt }) => `${id} ${arrivedAt}`));
  let seen = from === undefined ? idsOf(await recent()) : new Set<string>();
  let since = from;
  let left = limit;
  while (!signal.aborted) {
    const there = await recent(since);
    since = undefined;
    for (const one of there) {
      if (seen.has(`${one.id} ${one.arrivedAt}`)) continue;
      yield one;
      left -= 1;
      if (left === 0) return;
    }
    seen = idsOf(there);
    await systemClock.sleep(POLL_MS, signal);
  }
}
