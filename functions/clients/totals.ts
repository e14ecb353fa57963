import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { BatchOutcome } from '../../core/batch.ts';
import { foldTotals, splitByHour, type Totals } from '../../core/state/totals.ts';
import { type TotalsItem, totalsExpiry, totalsKey, totalsPartition } from './totals-item.ts';

/** Adds a batch's outcome to the totals. @throws when the table can't be written */
export type CountBatch = (outcome: BatchOutcome) => Promise<void>;

/** What counting needs. */
export interface TotalsOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
  /** Name of the function that counts; totals of each are apart. */
  readonly functionName: string;
  /** How often a write that lost a race is folded again, 1 to 20. @default 8 */
  readonly tries?: number;
}

/** Items remembered at the most: a few hours of a few shards. */
const REMEMBERED = 64;

/**
 * Makes a counter: one conditional write a batch and hour. The last version is remembered, so no read comes first; where
 * another environment was faster, DynamoDB's refusal carries the newer item, and the outcome is folded into that one.
 * What is at or below the item's last applied position is not counted again, so replays are harmless.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
export function totalsCounter(options: TotalsOptions): CountBatch {
  const remembered = new Map<string, TotalsItem>();
  return async (outcome) => {
    const shard = outcome.records[0]?.position.shard;
    if (shard === undefined) return;
    for (const part of splitByHour(outcome)) await count(options, remembered, shard, part);
    for (const key of [...remembered.keys()].slice(0, -REMEMBERED)) remembered.delete(key);
  };
}

async function count(
  { client, table, functionName, tries = 8 }: TotalsOptions,
  remembered: Map<string, TotalsItem>,
  shard: string,
  { hour, outcome }: { hour: Date; outcome: BatchOutcome },
): Promise<void> {
  const { pk, sk } = totalsKey(functionName, hour, shard);
  const key = `${pk}#${sk}`;
  let known = remembered.get(key);
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const totals = foldTotals(known?.totals, outcome);
    if (known?.totals.applied === totals.applied) return;
    const next = { version: (known?.version ?? 0) + 1, totals };
    const lost = await put(client, table, { pk: { S: pk }, sk: { S: sk } }, known, next, totalsExpiry(hour));
    known = lost ? lost.to : next;
    remembered.delete(key);
    if (known) remembered.set(key, known);
    if (!lost) return;
  }
  throw new Error(`totals of ${key} changed under ${tries} tries to write them`);
}

/** Puts the item on condition that `known` is still there. @returns where it is not, the item that is there now, if any */
async function put(
  client: Pick<DynamoDBClient, 'send'>,
  TableName: string,
  key: Record<string, AttributeValue>,
  known: TotalsItem | undefined,
  next: TotalsItem,
  expiresAt: number,
): Promise<{ to: TotalsItem | undefined } | undefined> {
  const Item = {
    ...key,
    version: { N: String(next.version) },
    totals: { S: JSON.stringify(next.totals) },
    expires_at: { N: String(expiresAt) },
  };
  const condition = known
    ? { ConditionExpression: 'version = :known', ExpressionAttributeValues: { ':known': { N: String(known.version) } } }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
  try {
    await client.send(
      new PutItemCommand({ TableName, Item, ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { to: error.Item && itemOf(error.Item) };
  }
}

function itemOf(item: Record<string, AttributeValue>): TotalsItem {
  return { version: Number(item.version?.N), totals: JSON.parse(item.totals?.S ?? '') as Totals };
}

/** Totals of a shard in an hour. */
export interface ShardTotals extends Totals {
  readonly shard: string;
}

/**
 * Reads the totals of a function, an item a shard and hour; `sumTotals` adds them up.
 *
 * @param hours any instant within each hour wanted
 */
export async function readTotals(
  client: DynamoDBClient,
  table: string,
  functionName: string,
  hours: readonly Date[],
): Promise<ShardTotals[]> {
  const partitions = new Set(hours.map((hour) => totalsPartition(functionName, hour)));
  const items = await Promise.all([...partitions].map((partition) => readPartition(client, table, partition)));
  return items.flat();
}

async function readPartition(client: DynamoDBClient, TableName: string, partition: string): Promise<ShardTotals[]> {
  const totals: ShardTotals[] = [];
  const query = {
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: partition } },
    ConsistentRead: true,
  };
  for await (const { Items = [] } of paginateQuery({ client }, query)) {
    totals.push(...Items.map((item) => ({ shard: item.sk?.S ?? '', ...itemOf(item).totals })));
  }
  return totals;
}

/** The highest sequence number that any hour of the shard has counted. */
export function lastApplied(totals: readonly ShardTotals[], shard: string): string | undefined {
  const applied = totals.filter((item) => item.shard === shard).map((item) => item.applied);
  return applied.reduce<string | undefined>((a, b) => (a === undefined || BigInt(b) > BigInt(a) ? b : a), undefined);
}
