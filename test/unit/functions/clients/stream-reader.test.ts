import { GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from 'vitest';
import { streamReader } from '../../../../functions/clients/stream-reader.ts';

const since = new Date('2026-01-01T00:00:00Z');
const arrived = new Date('2026-01-01T00:10:00Z');

/** A shard that answers GetRecords with these pages. */
function reading(...pages: { at?: Date; behind?: number; next?: string }[]) {
  const iterators: object[] = [];
  let page = 0;
  const send = async (command: { input: object }) => {
    if (command instanceof ListShardsCommand) {
      return command.input.NextToken ? { Shards: [{ ShardId: 'b' }] } : { Shards: [{ ShardId: 'a' }], NextToken: 't' };
    }
    if (command instanceof GetShardIteratorCommand) {
      iterators.push(command.input);
      return { ShardIterator: 'i' };
    }
    const { at, behind = 0, next } = pages[page] ?? {};
    page += 1;
    return {
      Records: at ? [{ ApproximateArrivalTimestamp: at }] : [],
      MillisBehindLatest: behind,
      NextShardIterator: next,
    };
  };
  return { reader: streamReader({ send } as never, 's'), iterators };
}

test('lists all shards, page by page', async () => {
  expect(await reading().reader.shards()).toEqual(['a', 'b']);
});

test('begins after a position, or at a time where there is none', async () => {
  const { reader, iterators } = reading({ at: arrived }, { at: arrived });
  expect(await reader.firstArrival('a', '17', since)).toBe(arrived.getTime());
  await reader.firstArrival('a', undefined, since);
  expect(iterators).toMatchObject([
    { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: '17' },
    { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: since },
  ]);
});

test('an empty answer with more to come is not the end', async () => {
  const { reader } = reading({ behind: 5_000, next: 'j' }, { at: arrived });
  expect(await reader.firstArrival('a', '17', since)).toBe(arrived.getTime());
});

test('at the tip, or at the end of a closed shard, nothing waits', async () => {
  expect(await reading({ next: 'j' }).reader.firstArrival('a', '17', since)).toBeUndefined();
  expect(await reading({ behind: 1 }).reader.firstArrival('a', '17', since)).toBeUndefined();
});
