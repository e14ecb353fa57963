import { describe, expect, it } from 'vitest';
import {
  iteratorOf,
  type MappingProgress,
  planShards,
  type ShardDescription,
} from '../../../../localstack/event-source-mapping/index.ts';
import { NOW, settingsWith, TABLE_STREAM } from './support/shard.ts';

const shard = (shardId: string, parentIds: readonly string[] = [], closed = false): ShardDescription => ({
  shardId,
  parentIds,
  closed,
});
const horizon = settingsWith();
const latest = settingsWith({ StartingPosition: 'LATEST' });

/** Progress in which some shards are done. */
function finish({ shards }: MappingProgress, ...done: readonly string[]): MappingProgress {
  const changed = Object.entries(shards).map(([id, checkpoint]) => [
    id,
    { ...checkpoint, finished: done.includes(id) || checkpoint.finished },
  ]);
  return { version: 1, shards: Object.fromEntries(changed) };
}

describe('a starting position', () => {
  it('TRIM_HORIZON begins every shard at its horizon, the closed ones too', () => {
    const { progress, start } = planShards(horizon, [shard('a', [], true), shard('b')], undefined, NOW);
    expect(progress.shards.a).toEqual({ version: 1, position: { type: 'trim-horizon' }, finished: false });
    expect(start).toEqual(['a', 'b']);
  });

  it('LATEST begins at first sight, keeps that time, and passes over closed shards', () => {
    const { progress, start } = planShards(latest, [shard('a', [], true), shard('b', ['a'])], undefined, NOW);
    expect(progress.shards.a?.finished).toBe(true);
    expect(progress.shards.b?.position).toEqual({ type: 'timestamp', at: NOW });
    expect(start).toEqual(['b']);
    const later = planShards(latest, [shard('b', ['a'])], progress, NOW + 60_000);
    expect(later.progress.shards.b?.position).toEqual({ type: 'timestamp', at: NOW });
  });

  it('LATEST of DynamoDB counts whole seconds, as its records do', () => {
    const settings = settingsWith({ EventSourceArn: TABLE_STREAM, StartingPosition: 'LATEST' });
    const { progress } = planShards(settings, [shard('a')], undefined, NOW + 999);
    expect(progress.shards.a?.position).toEqual({ type: 'timestamp', at: NOW });
  });

  it('AT_TIMESTAMP begins at that time, in seconds or as text', () => {
    for (const StartingPositionTimestamp of [NOW / 1000, '2027-01-15T08:00:00Z']) {
      const settings = settingsWith({ StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp });
      const { progress } = planShards(settings, [shard('a')], undefined, 0);
      expect(progress.shards.a?.position).toEqual({ type: 'timestamp', at: NOW });
      expect(planShards(settings, [shard('b', ['a'])], progress, 0).progress.shards.b?.position).toEqual({
        type: 'timestamp',
        at: NOW,
      });
    }
  });

  it('becomes the iterator that the stream has', () => {
    const after = { type: 'after', sequenceNumber: '5' } as const;
    const time = { type: 'timestamp', at: 1_500 } as const;
    expect(iteratorOf('kinesis', after)).toEqual({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: '5' });
    expect(iteratorOf('kinesis', time)).toEqual({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 1.5 });
    expect(iteratorOf('dynamodb', time)).toEqual({ ShardIteratorType: 'TRIM_HORIZON' });
    expect(iteratorOf('kinesis', { type: 'trim-horizon' })).toEqual({ ShardIteratorType: 'TRIM_HORIZON' });
  });
});

describe('a reshard', () => {
  it('has its children wait for their parent', () => {
    const listed = [shard('a', [], true), shard('a1', ['a']), shard('a2', ['a']), shard('b')];
    const { progress, start } = planShards(horizon, listed, undefined, NOW);
    expect(start).toEqual(['a', 'b']);
    expect(planShards(horizon, listed, finish(progress, 'a'), NOW).start).toEqual(['a1', 'a2', 'b']);
  });

  it('has the child of a merge wait for both parents', () => {
    const listed = [shard('a', [], true), shard('b', [], true), shard('ab', ['a', 'b'])];
    const { progress } = planShards(horizon, listed, undefined, NOW);
    expect(planShards(horizon, listed, finish(progress, 'a'), NOW).start).toEqual(['b']);
    expect(planShards(horizon, listed, finish(progress, 'a', 'b'), NOW).start).toEqual(['ab']);
  });

  it('begins children at their horizon though the mapping said LATEST', () => {
    const { progress } = planShards(latest, [shard('a')], undefined, NOW);
    const { shards } = planShards(latest, [shard('a', [], true), shard('a1', ['a'])], progress, NOW + 5_000).progress;
    expect(shards.a1?.position).toEqual({ type: 'trim-horizon' });
  });

  it('waits for no parent that has left the stream', () => {
    const { progress } = planShards(horizon, [shard('a', [], true), shard('a1', ['a'])], undefined, NOW);
    const plan = planShards(horizon, [shard('a1', ['a'])], progress, NOW);
    expect(plan).toMatchObject({ start: ['a1'], trimmed: ['a'] });
    expect(plan.progress.shards.a).toBeUndefined();
  });
});

describe('a stream that was deleted and made anew', () => {
  const born = (startsAt: string, closed = false): ShardDescription => ({ ...shard('a', [], closed), startsAt });
  const done: MappingProgress['shards'] = {
    a: { version: 1, position: { type: 'after', sequenceNumber: '17' }, finished: true },
  };

  it('begins at its horizon, though its shards have the ids of the old ones and the mapping said LATEST', () => {
    const { progress } = planShards(latest, [born('10', true)], undefined, NOW);
    const plan = planShards(latest, [born('20'), shard('b')], { ...progress, shards: done }, NOW);
    expect(plan).toMatchObject({ anew: true, start: ['a', 'b'], trimmed: [] });
    expect(plan.progress.shards.a).toEqual({ version: 1, position: { type: 'trim-horizon' }, finished: false });
    expect(planShards(latest, [born('20'), shard('b')], plan.progress, NOW).anew).toBe(false);
  });

  it('is none while its shards begin where they did, or where nobody knows', () => {
    const { progress } = planShards(horizon, [born('10')], undefined, NOW);
    for (const listed of [[born('10', true)], [shard('a', [], true)], []]) {
      expect(planShards(horizon, listed, { ...progress, shards: done }, NOW)).toMatchObject({ anew: false, start: [] });
    }
    expect(planShards(horizon, [born('10')], { version: 1, shards: done }, NOW)).toMatchObject({
      anew: false,
      start: [],
    });
  });
});
