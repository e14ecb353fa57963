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
