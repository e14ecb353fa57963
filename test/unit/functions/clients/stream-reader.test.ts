import { GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, test } from 'vitest';
import { streamReader } from '../../../../functions/clients/stream-reader.ts';

const since = new Date('2026-01-01T00:00:00Z');
const arrived = new Date('2026-01-01T00:10:00Z');
const secondsLater = (seconds: number) => new Date(arrived.getTime() + seconds * 1_000);

interface Page {
  readonly at?: readonly Date[];
  readonly behind?: number;
  readonly next?: string;
}

/** A position of a stream that was deleted, and made again under its name. */
const FOREIGN = '13';

/** A shard that answers GetRecords with these pages, and after the last of them is at its tip. */
function reading(...pages: Page[]) {
  const iterators: object[] = [];
  const limits: number[] = [];
  const send = async (command: { input: { Limit?: number; NextToken?: string } }) => {
    if (command instanceof ListShardsCommand) {
      return command.input.NextToken ? { Shards: [{ ShardId: 'b' }] } : { Shards: [{ ShardId: 'a' }], NextToken: 't' };
    }
    if (command instanceof GetShardIteratorCommand) {
      iterators.push(command.input);
      if (command.input.StartingSequenceNumber === FOREIGN) {
        throw Object.assign(new Error('it did not come from this stream'), { name: 'InvalidArgumentException' });
      }
      return { ShardIterator: 'i' };
    }
    const { at = [], behind = 0, next = 'j' } = pages[limits.length] ?? {};
    limits.push(command.input.Limit ?? 0);
    return {
      Records: at.map((ApproximateArrivalTimestamp) => ({ ApproximateArrivalTimestamp })),
      MillisBehindLatest: behind,
      ...(next === '' ? {} : { NextShardIterator: next }),
    };
  };
  return { reader: streamReader({ send } as never, 's'), iterators, limits };
}

const nothing = { records: 0, oldestArrivedAt: undefined };

test('lists all shards, page by page', async () => {
  expect(await reading().reader.shards()).toEqual(['a', 'b']);
});

describe('backlog', () => {
  test('begins after a position, or at a time where there is none', async () => {
    const { reader, iterators } = reading();
    await reader.backlog('a', '17', since, 1);
    await reader.backlog('a', undefined, since, 1);
    expect(iterators).toMatchObject([
      { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: '17' },
      { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: since },
    ]);
  });

  test('begins at the time where the position is of an older stream of the name', async () => {
    const { reader, iterators } = reading({ at: [arrived] });
    expect(await reader.backlog('a', FOREIGN, since, 1)).toEqual({ records: 1, oldestArrivedAt: arrived.getTime() });
    expect(iterators.at(-1)).toMatchObject({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: since });
  });

  test('counts over several answers, and tells when the first of all arrived', async () => {
    const { reader, limits } = reading(
      { at: [arrived, secondsLater(1)], behind: 5_000 },
      { at: [secondsLater(2)], behind: 0 },
    );
    const expected = { records: 3, oldestArrivedAt: arrived.getTime() };
    expect(await reader.backlog('a', '17', since, 50)).toEqual(expected);
    expect(limits).toEqual([50, 48]);
  });

  test('reads no more than told', async () => {
    const { reader, limits } = reading({ at: [arrived], behind: 5_000 }, { at: [secondsLater(1)] });
    expect(await reader.backlog('a', '17', since, 1)).toEqual({ records: 1, oldestArrivedAt: arrived.getTime() });
    expect(limits).toEqual([1]);
  });

  test('asks for no more at once than Kinesis gives', async () => {
    const full = Array.from({ length: 10_000 }, () => arrived);
    const { reader, limits } = reading(
      { at: full, behind: 9 },
      { at: full, behind: 9 },
      { at: full.slice(5_000), behind: 9 },
    );
    expect(await reader.backlog('a', '17', since, 25_000)).toMatchObject({ records: 25_000 });
    expect(limits).toEqual([10_000, 10_000, 5_000]);
  });

  test('an empty answer with more to come is not the end', async () => {
    const { reader } = reading({ behind: 5_000 }, { at: [arrived] }, { at: [arrived] });
    expect(await reader.backlog('a', '17', since, 1)).toEqual({ records: 1, oldestArrivedAt: arrived.getTime() });
  });

  test('a shard that gives nothing but empty answers is given up', async () => {
    const { reader, limits } = reading(...Array.from({ length: 50 }, () => ({ behind: 5_000 })));
    expect(await reader.backlog('a', '17', since, 5)).toEqual(nothing);
    expect(limits).toHaveLength(10);
  });

  test('at the tip, or at the end of a closed shard, nothing waits', async () => {
    expect(await reading({ behind: 0 }).reader.backlog('a', '17', since, 5)).toEqual(nothing);
    expect(await reading({ behind: 1, next: '' }).reader.backlog('a', '17', since, 5)).toEqual(nothing);
  });
});
