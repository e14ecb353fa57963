/** A log line of a function, as far as the command line reads it. */
interface LogLine {
  readonly _aws?: unknown;
  readonly level?: string;
  readonly message?: string;
  readonly shard?: string;
  readonly first?: string;
  readonly last?: string;
  readonly records?: number;
  readonly stored?: number;
  readonly rejected?: number;
  readonly handled?: number;
  readonly applied?: number;
  readonly duplicate?: number;
  readonly late?: number;
  readonly failedEvents?: number;
  readonly results?: number;
  readonly alerts?: number;
  readonly refusal?: string;
  readonly outcome?: string;
  readonly trigger?: string;
  readonly fallbackReason?: string;
  readonly due?: number;
  readonly closed?: number;
  readonly republished?: number;
  readonly failed?: number;
  readonly arrived?: string;
  readonly durationMs?: number;
  readonly rowsPerSecond?: number;
  readonly failedFrom?: string;
  readonly error?: string;
}

const platformLine = /^(INIT_START|START|END|REPORT) /;

/**
 * A message of a function's log for a person: a batch in columns, other lines of ours as level and message. Undefined for
 * what the platform and the metrics add; `--raw` shows these too.
 */
export function logLine(message: string): string | undefined {
  if (platformLine.test(message)) return undefined;
  const line = parsed(message);
  if (!line) return message;
  if (line._aws) return undefined;
  if (line.message === 'sweep' && line.due !== undefined) return sweepLine(line);
  if (line.message === 'fetch' && line.outcome !== undefined) return fetchLine(line);
  if (line.message !== 'batch') return `${line.level ?? ''} ${message}`.trim();
  const positions = line.first === line.last ? end(line.first) : `${end(line.first)}–${end(line.last)}`;
  const failed =
    line.error === undefined ? '' : `  FAILED${line.failedFrom ? ` from ${end(line.failedFrom)}` : ''}: ${line.error}`;
  return `${line.shard} ${positions}  records ${line.records}  ${countsText(line)}${failed}`;
}

function fetchLine({ outcome, trigger, records, late, durationMs, fallbackReason, error }: LogLine): string {
  const generated = fallbackReason === undefined ? '' : `  generated, since ${fallbackReason}`;
  const wrong = error === undefined ? '' : `  ${error}`;
  return `fetch ${outcome}  by ${trigger}  records ${records}  late ${late}  ${durationMs} ms${generated}${wrong}`;
}

function sweepLine({ due, closed, alerts, republished, failed, arrived, durationMs, error }: LogLine): string {
  const wrong = failed ? `  FAILED ${failed}: ${error}` : '';
  const counts = `due ${due}  closed ${closed}  alerts ${alerts}  sent again ${republished}`;
  return `sweep up to ${arrived}  ${counts}  ${durationMs} ms${wrong}`;
}

/** What became of the records: the analyze function counts by disposition, the ingest function by row, a consumer what it was handed. */
function countsText(line: LogLine): string {
  if (line.handled !== undefined) return `handled ${line.handled}  rejected ${line.rejected}  ${line.durationMs} ms`;
  if (line.applied === undefined) {
    return `stored ${line.stored}  rejected ${line.rejected}  ${line.durationMs} ms  ${line.rowsPerSecond} rows/s`;
  }
  const seldom = Object.entries({ duplicate: line.duplicate, late: line.late, failed: line.failedEvents })
    .filter(([, count]) => count)
    .map(([name, count]) => `  ${name} ${count}`);
  const refused = line.refusal === undefined ? '' : `  REFUSED: ${line.refusal}`;
  const outputs = `  results ${line.results}  alerts ${line.alerts}  ${line.durationMs} ms`;
  return `applied ${line.applied}${seldom.join('')}${outputs}${refused}`;
}

/** Sequence numbers have 56 digits of which the first are alike: the last ones tell them apart. */
function end(sequence = ''): string {
  return sequence.length > 12 ? `…${sequence.slice(-10)}` : sequence;
}

function parsed(message: string): LogLine | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? (value as LogLine) : undefined;
  } catch {
    return undefined;
  }
}
