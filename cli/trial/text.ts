import { coloured } from '../output.ts';
import type { CheckResult } from './check.ts';
import type { TrialResult } from './trial.ts';

const colours = { passed: 'green', failed: 'red', skipped: 'yellow' } as const;

/** Whether nothing failed, nothing is left, and nobody stopped it; what was skipped does not count against it. */
export function isGood({ results, left, interrupted }: TrialResult): boolean {
  return !interrupted && left.length === 0 && results.every(({ status }) => status !== 'failed');
}

/** A line of the table, as soon as it is known; what to do about it stands below. */
export function resultLine({ check, status, message, seconds }: CheckResult): string {
  const [first = '', ...more] = message.split('\n');
  const head = `${coloured(colours[status], status.padEnd(7))}  ${check.padEnd(22)}  ${seconds.toFixed(1).padStart(5)} s  ${first}`;
  return [head, ...more.map((line) => `         ${line}`)].join('\n');
}

/** How it ended. @param removal what to type to remove what is left */
export function verdictText(result: TrialResult, removal: string): string {
  const count = (status: CheckResult['status']): number => result.results.filter((one) => one.status === status).length;
  const counts = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
  if (result.kept) return `${counts}. The stage was kept: ${removal} removes it.`;
  if (result.left.length > 0) return `${counts}. Left: ${result.left.join(', ')}\n${removal} removes it.`;
  return `${counts}.${result.interrupted ? ' Interrupted; nothing is left.' : ''}`;
}
