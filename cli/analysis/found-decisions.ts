import type { Decision, DecisionKind } from '../../core/analysis/decision.ts';
import type { CqlShell } from '../cql.ts';
import { readDecisions } from '../decisions/read-decisions.ts';
import type { AnalyzedPipeline, Expectation } from './expectation.ts';

/**
 * What was decided about events of a run: all that is in the table under ids of its events, whether it should be or not.
 * @returns by arrival; undefined for a pipeline that does not decide
 */
export async function findDecisions(
  shell: Pick<CqlShell, 'select'>,
  { name, analysis }: AnalyzedPipeline,
  { records, isOfRun }: Pick<Expectation, 'records' | 'isOfRun'>,
): Promise<readonly Decision[] | undefined> {
  if (!analysis.decider) return undefined;
  const arrivals = records.map(({ arrivedAt }) => arrivedAt);
  if (arrivals.length === 0) return [];
  const from = new Date(arrivals.reduce((a, b) => Math.min(a, b)));
  const to = new Date(arrivals.reduce((a, b) => Math.max(a, b)));
  const found = await readDecisions(shell, { pipelines: [name], from, to });
  return found.filter(({ key, eventId }) => isOfRun({ key, events: [eventId] }));
}

/** How many of each kind. */
export function decisionsByKind(decisions: readonly Decision[]): Readonly<Record<DecisionKind, number>> {
  const counts = { allow: 0, review: 0, block: 0 };
  for (const { decision } of decisions) counts[decision] += 1;
  return counts;
}
