import type { SweepReport } from '../functions/sweep/report.ts';
import { coloured } from './output.ts';
import { printable } from './printable.ts';

/** What a sweep answered, in sentences. */
export function sweepText(report: SweepReport): string {
  const { pipeline, due, closed, alerts, republished, failed, refused, arrived, finished, durationMs, error } = report;
  const lines = [
    `Swept ${pipeline} in ${durationMs} ms, up to what had arrived by ${arrived}.`,
    `${of(due, 'item')} due, ${of(closed, 'window')} closed, ${of(alerts, 'alert')} raised, ${republished} sent out again.`,
  ];
  if (!finished) lines.push(coloured('yellow', 'Time ran out; the next sweep goes on.'));
  if (failed > 0) lines.push(coloured('red', `${of(failed, 'item')} failed; the next sweep comes to them again.`));
  if (refused > 0) lines.push(coloured('red', `${of(refused, 'row or alert', 'rows or alerts')} will never be taken.`));
  if (error !== undefined) lines.push(coloured('red', printable(error)));
  return lines.join('\n');
}

function of(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
