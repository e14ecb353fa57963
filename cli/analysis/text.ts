import type { Difference } from '../../core/reference/differences.ts';
import { coloured, table } from '../output.ts';
import { printable } from '../printable.ts';
import { windowsText } from '../windows/text.ts';
import type { AlertLatency } from './alert-latency.ts';
import { decisionsByKind } from './found-decisions.ts';
import { type AnalysisReport, alertsByRule, allDifferences } from './report.ts';

const DIFFERENCES_SHOWN = 10;

/** What windows and rules made of a run, for a person: the books, a few windows, the alerts by rule, what differs. */
export function analysisText(report: AnalysisReport): string {
  const { accepted, applied, duplicate, late, failed } = report.counts;
  const head = ['Analysis', 'accepted', '', 'applied', '', 'duplicate', '', 'late', '', 'failed'];
  const row = ['', accepted, '=', applied, '+', duplicate, '+', late, '+', failed];
  const differences = allDifferences(report);
  const verdict =
    differences.length === 0
      ? coloured('green', 'equal to the reference')
      : coloured('red', `${differences.length} not as the reference has it`);
  return [
    `${table(head, [row])}   ${verdict}`,
    ...differencesText(differences),
    '',
    ...windowsPart(report),
    '',
    ...alertsPart(report),
    ...decisionsPart(report),
  ].join('\n');
}

function windowsPart({ windows, windowsCompared }: AnalysisReport): string[] {
  const examples = [...new Map(windows.map((result) => [result.window, result])).values()];
  const line = `${coloured('bold', 'Windows')}  ${windowsCompared} compared with the reference, which reads the stream itself`;
  return examples.length === 0
    ? [line]
    : [
        `${line}; the newest of each:`,
        windowsText(
          examples.map(({ start, end, ...rest }) => ({ ...rest, start: new Date(start), end: new Date(end) })),
        ),
      ];
}

function alertsPart({ alerts, alertsCompared, latency }: AnalysisReport): string[] {
  const line = `${coloured('bold', 'Alerts')}   ${alertsCompared} compared`;
  const measured = latency ? latencyText(latency) : '';
  const rows = alertsByRule(alerts).map(({ rule, severity, raised }) => [rule, severity, raised]);
  return rows.length === 0
    ? [line]
    : [
        `${line}${measured}`,
        table(
          ['  rule', 'severity', 'raised'],
          rows.map(([rule, ...rest]) => [`  ${rule}`, ...rest]),
        ),
      ];
}

function latencyText({ p50, p99, measured }: AlertLatency): string {
  return `; from the event's arrival to row and bus p50 ${p50} ms, p99 ${p99} ms, of ${measured}`;
}

function decisionsPart({ decisions, decisionLatency }: AnalysisReport): string[] {
  if (!decisions) return [];
  const kinds = Object.entries(decisionsByKind(decisions)).map(([kind, count]) => `${count} ${kind}`);
  const line = `${coloured('bold', 'Decisions')}  ${decisions.length} compared${decisionLatency ? latencyText(decisionLatency) : ''}`;
  return ['', line, `  ${kinds.join(' · ')}`];
}

/** The reference knows one declaration, that of now, from the stream's oldest record on. */
const AFTER_A_CHANGE = `  Has a window, rule or schema changed since the stream's oldest record? What changed began anew when it was deployed; the
  reference has it from the beginning. Then a later run, or one after ./caudal reset, tells.`;

function differencesText(differences: readonly Difference[]): string[] {
  if (differences.length === 0) return [];
  const shown = differences
    .slice(0, DIFFERENCES_SHOWN)
    .map(({ of, what }) => `  ${coloured('red', 'differs')} ${printable(`${of} ${what}`)}`);
  const more = differences.length - shown.length;
  const rest = more > 0 ? [`  … and ${more} more; --json lists them all`] : [];
  return [...shown, ...rest, coloured('dim', AFTER_A_CHANGE)];
}
