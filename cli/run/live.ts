import { setTimeout as sleep } from 'node:timers/promises';
import { coloured, type Output } from '../output.ts';
import { type PipelineTotals, pipelineTotals } from '../totals.ts';

const LOOK_EVERY_MS = 1000;
/** Lines of a log that nobody watches live come less often. */
const LINE_EVERY_MS = 5000;

/**
 * Does work and prints meanwhile what the consumer counts: a line a second on a terminal, every five elsewhere. Counts are
 * those since the call.
 *
 * @returns what the work came to
 * @throws what the work threw, or the reason of `signal` when that aborts
 */
export async function watchConsumer<T>(
  output: Output,
  pipeline: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const begun = Date.now();
  const since = new Date(begun - (begun % 60_000));
  const before = await pipelineTotals(pipeline, since);
  const result = work();
  const settled = result.then(
    () => true,
    () => true,
  );
  output.line(coloured('bold', '  time   records   stored  rejected   rec/s'));
  const everyMs = output.live ? LOOK_EVERY_MS : LINE_EVERY_MS;
  let last = { at: begun, records: 0 };
  for (let done = false; !done; ) {
    done = await Promise.race([settled, sleep(everyMs, false, { signal })]);
    const totals = await pipelineTotals(pipeline, since);
    const now = Date.now();
    const records = totals.records - before.records;
    const rate = ((records - last.records) / Math.max(1, now - last.at)) * 1000;
    last = { at: now, records };
    output.line(row((now - begun) / 1000, totals, before, rate));
  }
  return result;
}

function row(seconds: number, now: PipelineTotals, before: PipelineTotals, rate: number): string {
  const cells: [string, number][] = [
    [`${seconds.toFixed(0)} s`, 6],
    [String(now.records - before.records), 9],
    [String(now.stored - before.stored), 8],
    [String(now.rejected - before.rejected), 9],
    [rate.toFixed(1), 7],
  ];
  return cells.map(([text, width]) => text.padStart(width)).join(' ');
}
