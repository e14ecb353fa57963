import type { LatencyReport, Percentiles } from '../../core/latency.ts';
import type { LedgerEntry } from '../../core/ledger.ts';
import { coloured, table } from '../output.ts';
import type { Account } from './account.ts';

const ENTRIES_SHOWN = 10;

/** Whether nothing is missing, doubled or other than it was sent, and nothing is still on its way. */
export function isClean({ counts, doubled }: Account): boolean {
  return counts.lost === 0 && counts.inFlight === 0 && doubled.length === 0;
}

function verdict({ counts, doubled }: Account): string {
  const wrong = [
    ...(counts.lost > 0 ? [`${counts.lost} LOST`] : []),
    ...(doubled.length > 0 ? [`${doubled.length} DOUBLED`] : []),
  ];
  if (wrong.length > 0) return coloured('red', wrong.join(', '));
  if (counts.inFlight > 0) return coloured('yellow', `${counts.inFlight} still in flight; --wait waits for them`);
  if (counts.failed > 0)
    return coloured('yellow', `nothing lost; ${counts.failed} given up, whole in the operations bucket`);
  return coloured('green', 'nothing lost');
}

/** The account for a person: the equation, then what is wrong, by name, then the latency and its parts. */
export function accountText(account: Account): string {
  const { sent, stored, duplicate, rejected, failed, inFlight, lost } = account.counts;
  const rows = [['', sent, '=', stored, '+', duplicate, '+', rejected, '+', failed, '+', inFlight, '+', lost]];
  const head = [
    'Ledger',
    'sent',
    '',
    'stored',
    '',
    'duplicate',
    '',
    'rejected',
    '',
    'failed',
    '',
    'in flight',
    '',
    'lost',
  ];
  return [
    coloured('dim', `run ${account.runId} of ${account.pipeline}, by its acknowledgements so far`),
    `${table(head, rows)}   ${verdict(account)}`,
    ...entriesText('lost', account.lost),
    ...entriesText('altered', account.altered),
    ...entriesText('doubled', account.doubled),
    ...(account.latency ? ['', latencyText(account.latency)] : []),
  ].join('\n');
}

function entriesText(what: string, entries: readonly LedgerEntry[]): string[] {
  const shown = entries.slice(0, ENTRIES_SHOWN).map(({ eventId, shard, sequence, lastSeen }) => {
    const position = shard ? ` (${shard} ${sequence})` : '';
    return `  ${coloured('red', what)} ${eventId}${position}: ${lastSeen}`;
  });
  const more = entries.length - shown.length;
  return more > 0 ? [...shown, `  … and ${more} more; --json lists them all`] : shown;
}

function latencyText({ total, parts }: LatencyReport): string {
  const row = (name: string, { p50, p95, p99, max }: Percentiles): (string | number)[] => [name, p50, p95, p99, max];
  return table(
    ['Latency (ms)', 'p50', 'p95', 'p99', 'max'],
    [
      row('put to row written', total),
      row('  put', parts.put),
      row('  wait in the stream', parts.wait),
      row('  handler: judge', parts.handler),
      row('  write', parts.write),
    ],
  );
}
