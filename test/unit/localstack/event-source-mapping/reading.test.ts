import { describe, expect, it } from 'vitest';
import { shardStatus } from '../../../../localstack/event-source-mapping/index.ts';
import { NOW, record, records, SHARD, Shard } from './support/shard.ts';

describe('reading', () => {
  it('begins at the checkpoint and goes on where the last answer ended, while a batch runs', () => {
    const position = { type: 'after', sequenceNumber: '5' } as const;
    const shard = new Shard({}, { position });
    expect(shard.last('read')).toMatchObject({ position, continues: false, answerBy: undefined });
    shard.give(records(1, 2));
    const { sequenceNumber } = record(2);
    expect(shard.last('read')).toMatchObject({ position: { type: 'after', sequenceNumber }, continues: true });
  });

  it('stops while much is open, and goes on when less is', () => {
    const shard = new Shard({ BatchSize: 400 }).give(Array.from({ length: 1_000 }, (_, index) => record(index)));
    expect(shard.all('read')).toHaveLength(1);
    expect(shard.returns().all('read')).toHaveLength(2);
    expect(shard.last('read').limit).toBe(1_000);
  });

  it('comes again after a back-off when it fails', () => {
    const shard = new Shard().tell({ type: 'read-failed', reason: 'unavailable' });
    expect(shard.all('read')).toHaveLength(1);
    expect(shard.waitAsAsked().all('read')).toHaveLength(2);
    expect(shard.last('read').continues).toBe(false);
  });

  it('goes on at the trim horizon when the checkpoint fell behind it, which is said', () => {
    const shard = new Shard({}, { position: { type: 'after', sequenceNumber: '5' } });
    shard.tell({ type: 'read-failed', reason: 'trimmed' });
    expect(shard.last('read').position).toEqual({ type: 'trim-horizon' });
    expect(shard.last('result').text).toMatch(/^PROBLEM: .*trim horizon/);
    expect(shard.tell({ type: 'read-failed', reason: 'trimmed' }).all('read')).toHaveLength(2);
  });

  it('passes over what came before the starting time, where the stream cannot', () => {
    const shard = new Shard({}, { position: { type: 'timestamp', at: NOW } });
    shard.give([record(1, { at: NOW - 1 }), record(2), record(3, { at: NOW - 1 })]);
    expect(shard.batches).toEqual([[2, 3]]);
  });

  it('to the end of a closed shard finishes it once all is done', () => {
    const shard = new Shard().give(records(1), { closed: true });
    expect(shard.all('finished')).toEqual([]);
    shard.returns();
    expect(shard.last('checkpoint').checkpoint).toMatchObject({ finished: true });
    expect(shard.all('finished')).toHaveLength(1);
    expect(shardStatus(shard.state).state).toBe('finished');
  });
});

describe('a shard that is stopped', () => {
  it('waits for what is under way, stores it, and begins nothing', () => {
    const shard = new Shard({ BatchSize: 1 }).give(records(1, 2)).tell({ type: 'stop' });
    expect(shard.all('stopped')).toEqual([]);
    shard.returns();
    expect([shard.done, shard.batches, shard.all('stopped').length]).toEqual([1, [[1]], 1]);
    expect(shard.give(records(3)).batches).toEqual([[1]]);
  });

  it('delivers what its last invocation gave up', () => {
    const destination = { OnFailure: { Destination: 'arn:aws:s3:::failures' } };
    const shard = new Shard({ MaximumRetryAttempts: 0, DestinationConfig: destination }).give(records(1));
    shard.tell({ type: 'stop' }).fails();
    expect(shard.all('stopped')).toEqual([]);
    shard.tell({ type: 'delivered', id: shard.last('deliver').id, ok: true });
    expect([shard.done, shard.all('stopped').length]).toEqual([1, 1]);
  });
});

describe('a shard', () => {
  it('refuses an answer that nobody asked for', () => {
    const shard = new Shard().give(records(1));
    expect(() => shard.returns({}, 'shardId-000000000000/9')).toThrow('"shardId-000000000000/9" is under way');
    expect(() => shard.tell({ type: 'delivered', id: shard.last('invoke').id, ok: true })).toThrow(RangeError);
    shard.tell({ type: 'read-failed', reason: 'unavailable' });
    expect(() => shard.give(records(2))).toThrow(`no read is under way in ${SHARD}`);
  });

  it('asks for a tick again that came early', () => {
    const shard = new Shard().give(records(1)).fails();
    const { at = 0 } = shard.last('wake');
    shard.wait(at - NOW - 1);
    expect(shard.all('wake').map((wake) => wake.at)).toEqual([at, at]);
    expect(shard.wait(1).batches).toEqual([[1], [1]]);
  });

  it('tells its status', () => {
    const shard = new Shard().give(records(1, 2), { behindMs: 40 });
    const position = { type: 'trim-horizon' };
    expect(shardStatus(shard.state)).toEqual({
      shardId: SHARD,
      position,
      behindMs: 40,
      open: 2,
      invoking: 1,
      state: 'running',
    });
    expect(shardStatus(shard.fails().state)).toMatchObject({ open: 2, invoking: 0, state: 'retrying' });
    expect(shardStatus(shard.tell({ type: 'stop' }).state)).toMatchObject({ open: 2, state: 'stopped' });
  });

  it('shows that it cannot read, until it can', () => {
    const shard = new Shard().tell({ type: 'read-failed', reason: 'unavailable' });
    expect(shardStatus(shard.state).state).toBe('unreadable');
    expect(shardStatus(shard.waitAsAsked().give([]).state).state).toBe('running');
  });

  it('leaves the state given as it is', () => {
    const shard = new Shard().give(records(1, 2));
    const before = structuredClone(shard.state);
    const { state } = shard;
    shard.returns();
    expect(state).toEqual(before);
  });
});
