import type { Decision } from '../../core/analysis/decision.ts';
import type { CqlShell } from '../cql.ts';
import { pollNew } from '../poll-new.ts';
import { type DecisionFilter, readDecisions } from './read-decisions.ts';

/** How long ago an event may have arrived whose decision comes only now, as when a crash has left it to a sweep. */
const BACK_MS = 300_000;

/**
 * Decisions as they are made, oldest first, until the signal.
 *
 * @param filter without `from`: from now on; `limit` ends it
 */
export function followDecisions(
  shell: Pick<CqlShell, 'select'>,
  { from, limit, ...wanted }: Omit<DecisionFilter, 'from'> & { readonly from?: Date },
  signal: AbortSignal,
): AsyncGenerator<Decision> {
  const polled = {
    read: (since: Date) => readDecisions(shell, { ...wanted, from: since }),
    idOf: ({ id, arrivedAt }: Decision) => `${id} ${arrivedAt}`,
    backMs: BACK_MS,
  };
  return pollNew({ ...polled, from, limit }, signal);
}
