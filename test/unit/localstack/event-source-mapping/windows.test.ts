import { describe, expect, it } from 'vitest';
import { invocationEvent, type StreamRecord } from '../../../../localstack/event-source-mapping/index.ts';
import { NOW, record, SHARD, Shard, STREAM, settingsWith } from './support/shard.ts';

const minutely = { TumblingWindowInSeconds: 60 };
const at = (number: number, seconds: number): StreamRecord => record(number, { at: NOW + seconds * 1000 });
const state = (sum: number) => ({ state: { sum } });

describe('a tumbling window', () => {
  it('shows the event its times, its state and its shard, as AWS does', () => {
    const shard = new Shard(minutely).give([at(1, 5)]);
    expect(invocationEvent(settingsWith(minutely), SHARD, shard.last('invoke'))).toEqual({
      Records: [at(1, 5).event],
      window: { start: '2027-01-15T08:00:00Z', end: '2027-01-15T08:01:00Z' },
      state: {},
      shardId: SHARD,
      eventSourceARN: STREAM,
      isFinalInvokeForWindow: false,
      isWindowTerminatedEarly: false,
    });
  });

  it('hands the state on from batch to batch', () => {
    const shard = new Shard({ ...minutely, BatchSize: 1 }).give([at(1, 5), at(2, 6)]).returns(state(7));
    expect(shard.last('invoke').window).toMatchObject({ state: { sum: 7 }, final: false });
  });

  it('ends with an invocation without records when a record of a later one is there, which begins afresh', () => {
    const shard = new Shard(minutely).give([at(1, 5), at(2, 61)]).returns(state(7));
    expect(shard.last('invoke')).toMatchObject({ records: [], window: { start: NOW, state: { sum: 7 }, final: true } });
    shard.returns(state(0));
    expect(shard.last('invoke')).toMatchObject({ records: [at(2, 61)], window: { start: NOW + 60_000, state: {} } });
  });

  it('ends when its time is over though no record comes, once all that came in it has been read', () => {
    const shard = new Shard(minutely).give([at(1, 5)]).returns(state(7));
    expect(shard.last('read').answerBy).toBe(NOW + 60_000);
    shard.now = NOW + 60_001;
    shard.give([]);
    expect(shard.last('invoke').window?.final).toBe(false);
    expect(shard.last('read').answerBy).toBe(shard.now);
    shard.give([]);
    expect(shard.last('invoke')).toMatchObject({ records: [], window: { final: true } });
  });

  it('does not end by the clock while the shard is behind', () => {
    const shard = new Shard(minutely).give([at(1, 5)], { behindMs: 1 }).returns(state(7));
    shard.now = NOW + 3_600_000;
    shard.give([], { behindMs: 1_000 }).give([at(2, 6)], { behindMs: 1_000 });
    expect(shard.last('invoke')).toMatchObject({ records: [at(2, 6)], window: { start: NOW, state: { sum: 7 } } });
  });

  it('ends with its shard', () => {
    const shard = new Shard(minutely).give([at(1, 5)], { closed: true }).returns(state(7));
    expect(shard.last('invoke').window).toMatchObject({ final: true, state: { sum: 7 } });
    expect(shard.all('finished')).toEqual([]);
    expect(shard.returns(state(7)).all('finished')).toHaveLength(1);
  });

  it('is terminated early when its state passes 1 MB, and goes on afresh', () => {
    const shard = new Shard({ ...minutely, BatchSize: 1 }).give([at(1, 5), at(2, 6)]);
    const large = { padding: 'x'.repeat(1024 * 1024) };
    shard.returns({ state: large });
    expect(shard.last('invoke')).toMatchObject({
      records: [],
      window: { state: large, final: false, terminatedEarly: true },
    });
    shard.returns({ state: large });
    expect(shard.last('invoke')).toMatchObject({ records: [at(2, 6)], window: { start: NOW, state: {} } });
  });

  it.each([
    ['without a state', {}],
    ['that is null', null],
    ['whose state is no object', { state: 7 }],
    ['that is no JSON', 'oops'],
    ['whose state nests without end', `{"state":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_001)}`],
  ])('takes a response %s for a failure', (_, response) => {
    const shard = new Shard(minutely)
      .give([at(1, 5)])
      .returns(response)
      .waitAsAsked();
    expect(shard.batches).toEqual([[1], [1]]);
  });

  it('keeps the state of a response that reports failures', () => {
    const shard = new Shard({ ...minutely, FunctionResponseTypes: ['ReportBatchItemFailures'] }).give([
      at(1, 5),
      at(2, 6),
    ]);
    shard.returns({ ...state(3), batchItemFailures: [{ itemIdentifier: at(2, 6).sequenceNumber }] }).waitAsAsked();
    expect(shard.last('invoke')).toMatchObject({ records: [at(2, 6)], window: { state: { sum: 3 } } });
  });

  it('suspends the shard until its last invocation succeeds, whatever the maximum of retries', () => {
    const shard = new Shard({ ...minutely, MaximumRetryAttempts: 0 }).give([at(1, 5), at(2, 61)]).returns(state(1));
    for (let attempt = 0; attempt < 5; attempt += 1) shard.fails().waitAsAsked();
    expect(shard.last('invoke').window?.final).toBe(true);
    expect(shard.returns(state(1)).last('invoke').records).toEqual([at(2, 61)]);
  });

  it('takes in a record whose own window is over', () => {
    const shard = new Shard({ ...minutely, BatchSize: 1 }).give([at(1, 61), at(2, 59)]).returns(state(1));
    expect(shard.last('invoke')).toMatchObject({
      records: [at(2, 59)],
      window: { start: NOW + 60_000, state: { sum: 1 } },
    });
  });

  it('goes on after a restart with the state of the checkpoint', () => {
    const shard = new Shard({ ...minutely, BatchSize: 1 }).give([at(1, 5), at(2, 6)]).returns(state(7));
    const { checkpoint } = shard.last('checkpoint');
    expect(checkpoint.window).toEqual({ start: NOW, end: NOW + 60_000, state: { sum: 7 } });
    const again = new Shard(minutely, checkpoint).give([at(2, 6)]);
    expect(again.last('invoke').window).toMatchObject({ start: NOW, state: { sum: 7 } });
  });
});
