import { ConditionalCheckFailedException, type DynamoDBClient, type PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import type { BatchOutcome } from '../../../../core/batch.ts';
import { sumTotals } from '../../../../core/state/totals.ts';
import { readTotals, totalsCounter } from '../../../../functions/clients/totals.ts';
import { totalsExpiry, totalsKey } from '../../../../functions/clients/totals-item.ts';
import { fakeDynamoClient } from '../support/fake-client.ts';
import { reading, record } from '../support/records.ts';

type Item = NonNullable<PutItemCommand['input']['Item']>;

/** A table that knows conditional puts and queries. */
function fakeDynamo() {
  const items = new Map<string, Item>();
  const state = { puts: 0, expire: false };
  const put = ({ Item: item = {}, ConditionExpression, ExpressionAttributeValues }: PutItemCommand['input']) => {
    state.puts += 1;
    const key = `${item.pk?.S}|${item.sk?.S}`;
    const there = state.expire ? undefined : items.get(key);
    const wanted = ExpressionAttributeValues?.[':known']?.N;
    const holds = ConditionExpression?.includes('not_exists') ? !there : there?.version?.N === wanted;
    if (!holds) {
      state.expire = false;
      throw new ConditionalCheckFailedException({ message: 'no', $metadata: {}, ...(there && { Item: there }) });
    }
    items.set(key, item);
    return {};
  };
  const query = (pk: string) => ({ Items: [...items.values()].filter((item) => item.pk?.S === pk) });
  const client = fakeDynamoClient(
    async ({ input }: { input: PutItemCommand['input'] & { KeyConditionExpression?: string } }) =>
      input.KeyConditionExpression ? query(input.ExpressionAttributeValues?.[':pk']?.S ?? '') : put(input),
  );
  return { items, state, client };
}

function outcome(from: number, to: number): BatchOutcome {
  const records = Array.from({ length: to - from }, (_, n) => record(from + n));
  const stored = records.map((one, n) => ({ record: one, event: reading(from + n) }));
  const writtenAt = (records[0]?.arrivedAt ?? 0) + 40;
  return { records, stored, rejected: [], receivedAt: 0, judgedAt: 0, writtenAt };
}

const counter = (client: DynamoDBClient) => totalsCounter({ client, table: 't', functionName: 'f' });
const stored = async (client: DynamoDBClient): Promise<number> =>
  sumTotals(await readTotals(client, 't', 'f', [new Date('2026-01-01T00:30:00Z')])).stored;

describe('totalsCounter', () => {
  test('is one write a batch, without a read', async () => {
    const { client, state } = fakeDynamo();
    const count = counter(client);
    await count(outcome(0, 10));
    await count(outcome(10, 25));
    expect(state.puts).toBe(2);
    expect(await stored(client)).toBe(25);
  });

  test('counts a replay and an overlap once', async () => {
    const { client, state } = fakeDynamo();
    const count = counter(client);
    await count(outcome(0, 10));
    await count(outcome(0, 10));
    expect(state.puts).toBe(1);
    await count(outcome(5, 20));
    expect(await stored(client)).toBe(20);
  });

  test('folds again into the newer item when another environment was faster', async () => {
    const { client, state } = fakeDynamo();
    const [one, other] = [counter(client), counter(client)];
    await one(outcome(0, 10));
    await other(outcome(10, 20));
    await one(outcome(20, 30));
    expect(state.puts).toBe(5);
    expect(await stored(client)).toBe(30);
  });

  test('begins anew when its item has expired meanwhile', async () => {
    const { client, items, state } = fakeDynamo();
    const count = counter(client);
    await count(outcome(0, 10));
    items.clear();
    state.expire = true;
    await count(outcome(10, 15));
    expect(await stored(client)).toBe(5);
  });

  test('gives up after a bounded number of lost races, and says so', async () => {
    const newer = (version: number) => ({
      version: { N: String(version) },
      totals: { S: JSON.stringify({ applied: '1', minutes: {} }) },
    });
    let puts = 0;
    const send = async () => {
      puts += 1;
      throw new ConditionalCheckFailedException({ message: 'no', $metadata: {}, Item: newer(puts) });
    };
    await expect(counter(fakeDynamoClient(send))(outcome(0, 1))).rejects.toThrow('changed under 8 tries');
    expect(puts).toBe(8);
  });

  test('lets other errors through', async () => {
    const send = async () => {
      throw new Error('ProvisionedThroughputExceeded');
    };
    await expect(counter(fakeDynamoClient(send))(outcome(0, 1))).rejects.toThrow('ProvisionedThroughputExceeded');
  });

  test('an outcome that finished nothing writes nothing', async () => {
    const { client, state } = fakeDynamo();
    await counter(client)({ ...outcome(0, 1), stored: [] });
    expect(state.puts).toBe(0);
  });
});

test('an item lies by function and hour, then shard, and expires 35 days after its hour', () => {
  const hour = new Date('2026-01-01T05:59:59.999Z');
  expect(totalsKey('caudal-sensors-ingest', hour, 'shardId-000000000001')).toEqual({
    pk: 'totals#caudal-sensors-ingest#2026-01-01T05',
    sk: 'shardId-000000000001',
  });
  expect(totalsExpiry(hour)).toBe(Date.parse('2026-02-05T05:00:00Z') / 1000);
});
