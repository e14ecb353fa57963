import { describe, expect, test } from 'vitest';
import { batchHead, errorLine } from '../../../../functions/clients/batch-log.ts';
import { finishedFigures } from '../../../../functions/clients/finished-figures.ts';
import { record } from '../support/records.ts';

describe('what the log says of every batch', () => {
  test('shard, first and last position, and how many records', () => {
    const [first, last] = [record(0), record(7)];
    expect(batchHead([first, record(3), last])).toEqual({
      shard: first.position.shard,
      first: first.position.sequence,
      last: last.position.sequence,
      records: 3,
    });
    expect(batchHead([])).toEqual({ shard: '', first: '', last: '', records: 0 });
  });

  test('the first line of an error, which may go on with a stack or with data', () => {
    expect(errorLine(new TypeError('no connection\n    at somewhere secret'))).toBe('TypeError: no connection');
  });
});

describe('what is measured of records', () => {
  test('payload bytes before base64, and the time since each arrived, which is never negative', () => {
    const data = Buffer.from('ñandú').toString('base64');
    const records = [1_000, 1_400, 2_500].map((arrivedAt) => ({ data, arrivedAt }));
    expect(finishedFigures(records, 2_000)).toEqual({ bytes: 21, latencies: [1_000, 600, 0] });
  });
});
