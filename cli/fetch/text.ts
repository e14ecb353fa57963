import { missedText } from '../../core/pull/missed-runs.ts';
import type { PullRun } from '../../core/pull/pull-run.ts';
import { coloured } from '../output.ts';
import { printable } from '../printable.ts';

/** What a run of a fetch function came to, in sentences. */
export function fetchText(run: PullRun): string {
  const { pipeline, runId, durationMs, outcome, records, late, retried, from, fallbackReason, finished, missed } = run;
  const yellow = (text: string): string => coloured('yellow', text);
  const lines: string[] = [];
  if (outcome === 'done') {
    lines.push(`Fetched ${count(records, 'record')} of ${pipeline} in ${durationMs} ms. Run ${runId}.`);
  } else {
    lines.push(coloured('red', `${pipeline}: ${outcome}. ${printable(run.error ?? '')}`));
    if (records > 0) lines.push(`${count(records, 'record')} went into the stream before. Run ${runId}.`);
  }
  if (from === 'fallback') lines.push(yellow(`They are generated, not fetched: ${printable(fallbackReason ?? '')}.`));
  if (late > 0) lines.push(`${late} of them came to light late, below others that were read before.`);
  if (retried > 0) lines.push(`${count(retried, 'request')} made again after a failure.`);
  if (outcome === 'done' && !finished) lines.push(yellow('Time ran out; the next run goes on.'));
  if (missed) lines.push(yellow(`${missedText(missed)}.`));
  if (run.gapsGivenUp > 0) lines.push(yellow(`${run.gapsGivenUp} gaps are looked into no more: there were too many.`));
  if (run.acknowledgementsMissing > 0) {
    lines.push(yellow(`${run.acknowledgementsMissing} acknowledgements could not be kept: the ledger lacks them.`));
  }
  return lines.join('\n');
}

function count(number: number, one: string): string {
  return `${number} ${number === 1 ? one : `${one}s`}`;
}
