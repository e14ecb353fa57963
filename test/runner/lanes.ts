import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Counts } from './counts.ts';

/** A run of tests that may go on beside others. */
export interface Lane {
  readonly name: string;
  /** @param log file that takes the output; without one it is shown at once */
  run(log: string | undefined, lane: number): Promise<Counts>;
}

/**
 * Runs lanes side by side: the first is shown as it goes, the others when it is done, each whole and in its turn. Much of the time of
 * tests on local clouds is waiting, so three take little longer than the longest.
 *
 * @param folder where the output of the others is kept meanwhile
 */
export async function runLanes(lanes: readonly Lane[], folder: string): Promise<Counts[]> {
  const logs = lanes.map(({ name }, lane) => (lane === 0 ? undefined : path.join(folder, `${name}.log`)));
  const running = lanes.map((lane, index) => lane.run(logs[index], index));
  const counts: Counts[] = [];
  for (const [index, lane] of lanes.entries()) {
    const log = logs[index];
    if (log !== undefined) process.stdout.write(`\n${lane.name}, which runs beside it …\n`);
    counts.push((await running[index]) ?? { passed: 0, failed: 0 });
    if (log !== undefined) process.stdout.write(readFileSync(log, 'utf8'));
  }
  return counts;
}
