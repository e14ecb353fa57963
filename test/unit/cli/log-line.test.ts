import { describe, expect, it } from 'vitest';
import { logLine } from '../../../cli/log-line.ts';

const batch = {
  level: 'INFO',
  message: 'batch',
  shard: 'shardId-000000000002',
  first: '49680457713629121085876521249615197385106063552770211874',
  last: '49680457713629121085876521249813461219522866585712721954',
  records: 165,
  stored: 150,
  rejected: 15,
  durationMs: 90,
  rowsPerSecond: 1833,
};

describe('logLine', () => {
  it('puts a batch into columns', () => {
    expect(logLine(JSON.stringify(batch))).toBe(
      'shardId-000000000002 …2770211874–…5712721954  records 165  stored 150  rejected 15  90 ms  1833 rows/s',
    );
  });

  it('says from where a batch failed, and why', () => {
    const failed = {
      ...batch,
      level: 'WARN',
      stored: 0,
      rejected: 0,
      failedFrom: batch.first,
      error: 'Error: refused',
    };
    expect(logLine(JSON.stringify(failed))).toMatch(/ {2}FAILED from …2770211874: Error: refused$/);
  });

  it('puts a batch of a consumer into columns, and what it threw', () => {
    const { stored: _, rowsPerSecond: __, ...rest } = batch;
    const handed = { ...rest, handled: 150 };
    const columns = 'shardId-000000000002 …2770211874–…5712721954  records 165  handled 150  rejected 15  90 ms';
    expect(logLine(JSON.stringify(handed))).toBe(columns);
    expect(logLine(JSON.stringify({ ...handed, error: 'Error: after all' }))).toBe(
      `${columns}  FAILED: Error: after all`,
    );
  });

  it('puts a batch of the analyze function into columns, what is seldom only where there is some', () => {
    const { stored: _, rowsPerSecond: __, ...rest } = batch;
    const analyzed = { ...rest, applied: 165, duplicate: 0, late: 0, failedEvents: 0, results: 40, alerts: 2 };
    const positions = 'shardId-000000000002 …2770211874–…5712721954';
    expect(logLine(JSON.stringify(analyzed))).toBe(
      `${positions}  records 165  applied 165  results 40  alerts 2  90 ms`,
    );
    const odd = { ...analyzed, applied: 160, late: 3, failedEvents: 2, refusal: 'too large' };
    expect(logLine(JSON.stringify(odd))).toBe(
      `${positions}  records 165  applied 160  late 3  failed 2  results 40  alerts 2  90 ms  REFUSED: too large`,
    );
  });

  it('puts a sweep into columns', () => {
    const swept = { due: 3, closed: 2, alerts: 1, republished: 0, failed: 0, durationMs: 40 };
    const sweep = { level: 'INFO', message: 'sweep', arrived: '2026-11-22T12:00:00.000Z', ...swept };
    const line = 'sweep up to 2026-11-22T12:00:00.000Z  due 3  closed 2  alerts 1  sent again 0  40 ms';
    expect(logLine(JSON.stringify(sweep))).toBe(line);
    expect(logLine(JSON.stringify({ ...sweep, failed: 1, error: 'no' }))).toBe(`${line}  FAILED 1: no`);
  });

  it('puts a run of a fetch function into columns', () => {
    const run = { outcome: 'done', trigger: 'schedule', records: 100, late: 0, durationMs: 812 };
    const line = 'fetch done  by schedule  records 100  late 0  812 ms';
    expect(logLine(JSON.stringify({ level: 'INFO', message: 'fetch', ...run }))).toBe(line);
    const odd = { ...run, outcome: 'failed', fallbackReason: 'x answered 503', error: 'no' };
    expect(logLine(JSON.stringify({ level: 'WARN', message: 'fetch', ...odd }))).toBe(
      `${line.replace('done', 'failed')}  generated, since x answered 503  no`,
    );
  });

  it.each([
    'START RequestId: 1 Version: $LATEST',
    'END RequestId: 1',
    'REPORT RequestId: 1 Duration: 2 ms',
    'INIT_START Runtime Version: nodejs24',
    '{"_aws":{"Timestamp":1},"EventsStored":2}',
  ])('leaves out what the platform and the metrics add: %s', (message) => expect(logLine(message)).toBeUndefined());

  it('shows whatever else there is', () => {
    expect(logLine('2026 ERROR something broke')).toBe('2026 ERROR something broke');
    expect(logLine('42')).toBe('42');
    expect(logLine('{"level":"ERROR","message":"no"}')).toContain('ERROR');
  });
});
