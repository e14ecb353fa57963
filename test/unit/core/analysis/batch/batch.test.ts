import { describe, expect, it } from 'vitest';
import { analyzeBatchRow } from '../../../../../core/analysis/batch/batch-row.ts';
import { countEnds, finishedRecords } from '../../../../../core/analysis/batch/books.ts';
import { groupBatches } from '../../../../../core/analysis/batch/contributions.ts';
import { judgeBatch } from '../../../../../core/analysis/batch/judge-batch.ts';
import { leftOutOf } from '../../../../../core/analysis/batch/left-out.ts';
import type { Contribution, Disposed, Disposition } from '../../../../../core/analysis/fold/types.ts';
import { analyzeBatches } from '../../../../../core/analysis/operations/tables.ts';
import { bind } from '../../../../../core/cql.ts';
import type { SourceRecord } from '../../../../../core/source.ts';
import { ARRIVED_AT, recordOf } from '../../../../support/records.ts';

interface Event {
  readonly id: string;
}

const at = (sequence: number, partitionKey = 'a') => recordOf({}, { sequence, partitionKey });
const failure = (sequence: number) => ({ position: at(sequence).position, error: new Error('no') });
const sequences = (records: readonly SourceRecord[]) => records.map(({ position }) => Number(position.sequence));

/** Every record whose number is odd is an event. */
const judge = (record: SourceRecord) =>
  Number(record.position.sequence) % 2
    ? { accepted: { record, event: { id: record.position.sequence } } }
    : { rejected: { record, reasons: [] } };

const decision = (
  sequence: number,
  disposition: Disposition,
  over: Partial<Disposed<Event>> = {},
): Disposed<Event> => ({
  record: at(sequence),
  event: { id: `e${sequence}` },
  disposition,
  fresh: true,
  time: ARRIVED_AT,
  ...over,
});

const contribution = (sequence: number, window: string, group: string): Contribution<Event> => ({
  window,
  group,
  fact: { ...at(sequence), event: { id: `e${sequence}` }, id: `e${sequence}`, time: ARRIVED_AT },
});

describe('judgeBatch', () => {
  it('parts events by the partition key of the stream, each in order, and leaves out what is no event', () => {
    const batch = judgeBatch<Event>(judge, [at(8, 'b'), at(9, 'b'), at(10), at(11), at(13, 'b'), at(101)]);
    expect(batch.keys.map(({ key, records }) => [key, sequences(records.map(({ record }) => record))])).toEqual([
      ['b', [9, 13]],
      ['a', [11, 101]],
    ]);
    expect(sequences(batch.rejected)).toEqual([8, 10]);
    expect(batch.records).toHaveLength(6);
  });
});

describe('groupBatches', () => {
  const all = [
    contribution(100, 'w', 'x'),
    contribution(9, 'w', 'x'),
    contribution(9, 'w', 'y'),
    contribution(11, 'v', 'x'),
  ];
  const given = (limit?: number) =>
    groupBatches(all, limit === undefined ? undefined : failure(limit)).map(({ window, group, contributions }) => [
      window,
      group,
      contributions.map(({ fact }) => Number(fact.position.sequence)),
    ]);

  it('parts contributions by window and group, in stream order whatever the length of the numbers', () => {
    expect(given()).toEqual([
      ['w', 'x', [9, 100]],
      ['w', 'y', [9]],
      ['v', 'x', [11]],
    ]);
  });

  it('keeps back what lies at or behind the lowest failure', () => {
    expect(given(11)).toEqual([
      ['w', 'x', [9]],
      ['w', 'y', [9]],
    ]);
    expect(given(9)).toEqual([]);
  });
});

describe('leftOutOf', () => {
  const window = (name: string) => ({ name, start: ARRIVED_AT, end: ARRIVED_AT + 1 });
  const id = (event: Event) => event.id;

  it('names what is late or failed, and nothing else', () => {
    const disposed = [
      decision(1, 'applied'),
      decision(2, 'duplicate'),
      decision(3, 'late', { windows: [window('w')] }),
      decision(4, 'failed', { reason: 'unlucky' }),
      decision(5, 'settled'),
    ];
    expect(leftOutOf({ id }, disposed, [])).toMatchObject([
      { eventId: 'e3', reason: 'late', windows: [window('w')], position: { sequence: '3' } },
      { eventId: 'e4', reason: 'failed: unlucky', windows: [] },
    ]);
  });

  it('names an event once that several windows of scope stream left out', () => {
    const late = (name: string) => ({
      contribution: contribution(7, name, 'x'),
      disposition: 'late' as const,
      fresh: true,
      windows: [window(name)],
    });
    expect(leftOutOf({ id }, [decision(7, 'applied')], [late('v'), late('w')])).toMatchObject([
      { eventId: 'e7', reason: 'late', windows: [window('v'), window('w')] },
    ]);
  });

  it('goes without the id where the function for that is the one that threw', () => {
    const throwing = () => {
      throw new Error('no id');
    };
    expect(leftOutOf({ id: throwing }, [decision(1, 'failed', { time: undefined })], [])).toMatchObject([
      { eventId: undefined, eventTime: undefined, reason: 'failed: unknown' },
    ]);
  });
});

describe('the books of a batch', () => {
  const batch = judgeBatch<Event>(judge, [at(1), at(2), at(3), at(5), at(6), at(7)]);
  const disposed = [decision(1, 'settled'), decision(3, 'applied'), decision(5, 'late'), decision(7, 'applied')];

  it('count what is finished, below the lowest failure and not settled before', () => {
    expect(countEnds(finishedRecords(batch, disposed, undefined))).toEqual({
      applied: 2,
      duplicate: 0,
      late: 1,
      failed: 0,
      rejected: 2,
    });
    expect(countEnds(finishedRecords(batch, disposed, failure(6)))).toMatchObject({
      applied: 1,
      late: 1,
      rejected: 1,
    });
  });

  const ends = { applied: 2, duplicate: 0, late: 1, failed: 0, rejected: 2 };
  const times = {
    receivedAt: ARRIVED_AT,
    foldedAt: ARRIVED_AT + 1,
    writtenAt: ARRIVED_AT + 3,
    publishedAt: ARRIVED_AT + 2,
  };

  it('have a row that spans what is finished', () => {
    const row = analyzeBatchRow('sensors', batch, 4, { ...times, ends, results: 3, alerts: 1 }, 'r');
    expect(row).toMatchObject({
      hour: new Date('2025-10-16T17:00:00Z'),
      first_sequence: '1',
      last_sequence: '5',
      records: 4,
      keys: 1,
      published_at: new Date(ARRIVED_AT + 2),
    });
    expect(() => bind(analyzeBatches, row ?? {})).not.toThrow();
  });

  it('have none where nothing is finished', () => {
    expect(analyzeBatchRow('sensors', batch, 0, { ...times, ends, results: 0, alerts: 0 }, 'r')).toBeUndefined();
  });
});
