import { coloured } from '../output.ts';
import type { ProducersResult } from './local-producers.ts';

/** Whether the stream took every record, and the ledger knows of each that it took. */
export function isComplete({ failed, acknowledgementsMissing }: ProducersResult): boolean {
  return failed === 0 && acknowledgementsMissing === 0;
}

/** What producers came to, for a person: numbers, then what went wrong and why. */
export function producedText(result: ProducersResult): string {
  const { sent, failed, retried, elapsedMs, acknowledgementsMissing: missing } = result;
  const faults = Object.entries(result.byFault).map(([fault, count]) => `${fault} ${count}`);
  const rate = (sent / Math.max(1, elapsedMs)) * 1000;
  return [
    `sent ${sent}  failed ${failed}  retried ${retried}  in ${(elapsedMs / 1000).toFixed(1)} s (${rate.toFixed(1)} events/s)`,
    ...(faults.length > 0 ? [`faults: ${faults.join(', ')}`] : []),
    ...(missing > 0
      ? [coloured('red', `${missing} acknowledgements could not be kept: the ledger does not know of them`)]
      : []),
    ...(isComplete(result) ? [] : [coloured('red', `because: ${result.error ?? 'no reason was given'}`)]),
    ...(result.stoppedBy === undefined ? [] : [`stopped early by: ${result.stoppedBy}`]),
    `run ${result.runId}, seed ${result.seed}, acknowledgements in ${result.acknowledgements}`,
  ].join('\n');
}
