import type { Decision, DecisionKind } from '../../core/analysis/decision.ts';
import { iso } from '../iso.ts';
import { coloured, table } from '../output.ts';
import { printable, shorten } from '../printable.ts';

const colours = { allow: 'green', review: 'yellow', block: 'red' } as const satisfies Record<DecisionKind, string>;

/** Widths at which the table cuts, in characters. */
const KEY_MOST = 24;
const REASONS_MOST = 80;

/** One line a decision, for those that come one by one. */
export function decisionLine({ arrivedAt, decision, pipeline, key, eventId, score, reasons }: Decision): string {
  const said = coloured(colours[decision], printable(decision).padEnd('review'.length));
  const parts = [iso(arrivedAt), said, scoreText(score), pipeline, key, eventId, reasons.join('; ')];
  return parts.map((part) => (part === said ? part : printable(part))).join('  ');
}

/** One row a decision, for those that are there. */
export function decisionTable(decisions: readonly Decision[]): string {
  const rows = decisions.map(({ arrivedAt, decision, score, pipeline, key, eventId, reasons }) => [
    iso(arrivedAt),
    coloured(colours[decision], printable(decision)),
    scoreText(score),
    pipeline,
    shorten(key, KEY_MOST),
    shorten(eventId, 40),
    shorten(reasons.join('; '), REASONS_MOST),
  ]);
  return table(['arrived', 'decision', 'score', 'pipeline', 'key', 'event', 'reasons'], rows);
}

/** What `--json` says of a decision: times as ISO 8601. */
export function decisionDocument({ at, arrivedAt, decidedAt, ...decision }: Decision): object {
  return { ...decision, at: iso(at), arrivedAt: iso(arrivedAt), decidedAt: iso(decidedAt) };
}

function scoreText(score: number | undefined): string {
  return score === undefined ? '–' : score.toFixed(3);
}
