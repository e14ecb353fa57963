import { describe, expect, it } from 'vitest';
import type { Acknowledgement } from '../../../core/acknowledgement.ts';
import { type LedgerInput, reconcile } from '../../../core/ledger.ts';

const SHARD = 'shardId-000000000000';

function ack(sequence: number, eventId = `e${sequence}`, hash = `hash of ${eventId}`): Acknowledgement {
  return { shard: SHARD, sequence: String(sequence), eventId, hash, putAt: 1000, acknowledgedAt: 1005 };
}

function inputOf(input: Partial<LedgerInput>): LedgerInput {
  return { acknowledgements: [], rows: new Map(), rejected: [], failed: [], now: 2000, deadline: 1000, ...input };
}

function rowsOf(...ids: readonly string[]): Map<string, string> {
  return new Map(ids.map((id) => [id, `hash of ${id}`]));
}

const nothing = { sent: 0, stored: 0, duplicate: 0, rejected: 0, failed: 0, inFlight: 0, lost: 0 };

describe('reconcile', () => {
  it('balances a world in which all is well', () => {
    const report = reconcile(
      inputOf({
        acknowledgements: [ack(1), ack(2), ack(3, 'e1'), ack(4), ack(5), ack(6)],
        rows: rowsOf('e1', 'e2'),
        copies: new Map([
          ['e1', 1],
          ['e2', 1],
        ]),
        rejected: [{ shard: SHARD, sequence: '4', hash: 'hash of e4' }],
        failed: [{ shard: SHARD, first: '5', last: '6' }],
      }),
    );
    expect(report).toEqual({
      counts: { ...nothing, sent: 6, stored: 2, duplicate: 1, rejected: 1, failed: 2 },
      lost: [],
      doubled: [],
      altered: [],
    });
  });

  it('reports a planted lost record by name', () => {
    const report = reconcile(inputOf({ acknowledgements: [ack(1), ack(2)], rows: rowsOf('e1') }));
    expect(report.counts).toEqual({ ...nothing, sent: 2, stored: 1, lost: 1 });
    expect(report.lost).toEqual([
      { eventId: 'e2', shard: SHARD, sequence: '2', lastSeen: expect.stringContaining('1970-01-01T00:00:01.005Z') },
    ]);
  });

  it('waits for a record until the deadline', () => {
    const world = inputOf({ acknowledgements: [ack(1)], deadline: 3000 });
    expect(reconcile(world)).toMatchObject({ counts: { inFlight: 1, lost: 0 }, lost: [] });
    expect(reconcile({ ...world, now: 3000 }).counts).toMatchObject({ inFlight: 0, lost: 1 });
  });

  it.each([
    ['the consumer stands before it', new Map([[SHARD, '9']])],
    ['the consumer finished another shard only', new Map([['shardId-000000000001', '99']])],
    ['the consumer finished nothing', new Map<string, string>()],
  ])('never calls lost what still waits in the stream: %s', (_, applied) => {
    expect(reconcile(inputOf({ acknowledgements: [ack(10)], applied }))).toMatchObject({
      counts: { inFlight: 1, lost: 0 },
      lost: [],
    });
  });

  it.each(['10', '100'])('calls lost, after the deadline, what the consumer has gone past: it is at %s', (at) => {
    const world = inputOf({ acknowledgements: [ack(10)], applied: new Map([[SHARD, at]]), deadline: 3000 });
    expect(reconcile(world).counts).toMatchObject({ inFlight: 1, lost: 0 });
    expect(reconcile({ ...world, now: 3000 })).toMatchObject({
      counts: { inFlight: 0, lost: 1 },
      lost: [{ sequence: '10', lastSeen: expect.stringMatching(new RegExp(`consumer has gone past it.* ${at}$`)) }],
    });
  });

  it('does not say where the consumer is when nobody knows', () => {
    const { lost } = reconcile(inputOf({ acknowledgements: [ack(1)] }));
    expect(lost).toMatchObject([{ lastSeen: expect.not.stringContaining('consumer') }]);
  });

  it('finds what is stored, rejected or given up also where the consumer is said to stand before it', () => {
    const report = reconcile(
      inputOf({
        acknowledgements: [ack(1), ack(2), ack(3)],
        rows: rowsOf('e1'),
        rejected: [{ shard: SHARD, sequence: '2' }],
        failed: [{ shard: SHARD, first: '3', last: '3' }],
        applied: new Map(),
      }),
    );
    expect(report.counts).toEqual({ ...nothing, sent: 3, stored: 1, rejected: 1, failed: 1 });
  });

  it.each<[string, Partial<LedgerInput>, RegExp]>([
    [
      'stored and rejected',
      { rows: rowsOf('e1'), rejected: [{ shard: SHARD, sequence: '1' }] },
      /both a rejected row and/,
    ],
    ['rejected twice', { rejected: ['1', '1'].map((sequence) => ({ shard: SHARD, sequence })) }, /2 rejected rows/],
    ['twice in a query table', { rows: rowsOf('e1'), copies: new Map([['e1', 2]]) }, /2 rows in a query table/],
  ])('reports a planted doubled record: %s', (_, world, lastSeen) => {
    const report = reconcile(inputOf({ acknowledgements: [ack(1)], ...world }));
    expect(report.doubled).toEqual([
      { eventId: 'e1', shard: SHARD, sequence: '1', lastSeen: expect.stringMatching(lastSeen) },
    ]);
    expect(report.counts.sent).toBe(1);
  });

  it('reports a planted altered record, and counts it as lost', () => {
    const report = reconcile(
      inputOf({ acknowledgements: [ack(1)], rows: new Map([['e1', 'hash of something else']]) }),
    );
    expect(report).toMatchObject({
      counts: { stored: 0, lost: 1 },
      altered: [{ eventId: 'e1' }],
      lost: [],
      doubled: [],
    });
  });

  it('reports a rejected payload that was altered', () => {
    const rejected = [{ shard: SHARD, sequence: '1', hash: 'other' }];
    const report = reconcile(inputOf({ acknowledgements: [ack(1)], rejected }));
    expect(report).toMatchObject({ counts: { rejected: 0, lost: 1 }, altered: [{ eventId: 'e1' }] });
  });

  it('reports a stored record that a query table lacks', () => {
    const report = reconcile(inputOf({ acknowledgements: [ack(1)], rows: rowsOf('e1'), copies: new Map([['e1', 0]]) }));
    expect(report).toMatchObject({
      counts: { stored: 0, lost: 1 },
      lost: [{ lastSeen: expect.stringContaining('query table') }],
    });
  });

  it.each(['first', 'last'])(
    'takes two records of one id for two where their content differs: the stored one %s',
    (order) => {
      const acknowledgements = [ack(1, 'e1'), ack(2, 'e1', 'another hash')];
      if (order === 'last') acknowledgements.reverse();
      expect(reconcile(inputOf({ acknowledgements, rows: rowsOf('e1') }))).toMatchObject({
        counts: { stored: 1, duplicate: 0, lost: 1 },
        altered: [{ sequence: '2' }],
      });
    },
  );

  it('does not hold the row of an id against an invalid record of the same id', () => {
    const acknowledgements = [ack(1, 'e1', 'invalid'), ack(2, 'e1')];
    const rejected = [{ shard: SHARD, sequence: '1', hash: 'invalid' }];
    expect(reconcile(inputOf({ acknowledgements, rows: rowsOf('e1'), rejected }))).toMatchObject({
      counts: { stored: 1, rejected: 1 },
      doubled: [],
    });
  });

  it('counts a position that is acknowledged twice once', () => {
    expect(reconcile(inputOf({ acknowledgements: [ack(1), ack(1)], rows: rowsOf('e1') })).counts).toMatchObject({
      sent: 1,
      stored: 1,
      duplicate: 0,
    });
  });

  it('compares the ends of a failed range as numbers, and by shard', () => {
    const failed = [{ shard: SHARD, first: '9', last: '11' }];
    const elsewhere = { ...ack(10, 'x'), shard: 'shardId-000000000001' };
    const report = reconcile(
      inputOf({ acknowledgements: [ack(8), ack(9), ack(10), ack(11), ack(12), elsewhere], failed }),
    );
    expect(report.counts).toMatchObject({ failed: 3, lost: 3 });
  });
});
