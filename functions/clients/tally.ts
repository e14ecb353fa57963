import { type AttributeValue, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { byHour, type Finished, foldTally, type Tally } from '../../core/state/tally.ts';
import { putVersion } from './state/write.ts';
import { totalsExpiry, totalsKey, totalsPartition } from './totals-item.ts';

/**
 * Counts the finished records of a batch.
 * @param at when they were finished, in milliseconds since the epoch
 * @throws when the table can't be written
 */
export type CountFinished<K extends string> = (finished: readonly Finished<K>[], at: number) => Promise<void>;

/** What counting needs. */
export interface TallyOptions<K extends string> {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
  /** Name of the function that counts; totals of each are apart. */
  readonly functionName: string;
  /** All that a record may end as. */
  readonly kinds: readonly K[];
}

interface TallyItem<K extends string> {
  readonly version: number;
  readonly totals: Tally<K>;
}

/** How often a write that lost a race is folded again. */
const TRIES = 8;

/** Items remembered at the most: a few hours of a few shards. */
const REMEMBERED = 64;

/**
 * Makes a counter: one conditional write a batch and hour. The last version is remembered, so no read comes first; where
 * another environment was faster, DynamoDB's refusal carries the newer item, and the records are folded into that one.
 * What is at or below the item's last applied position is not counted again, so replays are harmless.
 */
export function tallyCounter<K extends string>(options: TallyOptions<K>): CountFinished<K> {
  const remembered = new Map<string, TallyItem<K>>();
  return async (finished, at) => {
    for (const part of byHour(finished)) await count(options, remembered, part, at);
    for (const key of [...remembered.keys()].slice(0, -REMEMBERED)) remembered.delete(key);
  };
}

async function count<K extends string>(
  { client, table, functionName, kinds }: TallyOptions<K>,
  remembered: Map<string, TallyItem<K>>,
  { hour, finished }: { hour: Date; finished: readonly Finished<K>[] },
  at: number,
): Promise<void> {
  const { pk, sk } = totalsKey(functionName, hour, finished[0]?.record.position.shard ?? '');
  const key = `${pk}#${sk}`;
  let known = remembered.get(key);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const totals = foldTally(kinds, known?.totals, finished, at);
    if (known?.totals.applied === totals.applied) return;
    const next = { version: (known?.version ?? 0) + 1, totals };
    const item = {
      pk: { S: pk },
      sk: { S: sk },
      version: { N: String(next.version) },
      totals: { S: JSON.stringify(totals) },
      expires_at: { N: String(totalsExpiry(hour)) },
    };
    const lost = await putVersion(client, table, item, known?.version ?? 0);
    known = lost ? lost.item && itemOf(lost.item) : next;
    remembered.delete(key);
    if (known) remembered.set(key, known);
    if (!lost) return;
  }
  throw new Error(`totals of ${key} changed under ${TRIES} tries to write them`);
}

function itemOf<K extends string>(item: Record<string, AttributeValue>): TallyItem<K> {
  return { version: Number(item.version?.N), totals: JSON.parse(item.totals?.S ?? '') as Tally<K> };
}

/** Counts of a shard in an hour. */
export type ShardTally<K extends string> = Tally<K> & { readonly shard: string };

/**
 * Reads the counts of a function, an item a shard and hour; `sumTallies` adds them up.
 *
 * @param hours any instant within each hour wanted
 */
export async function readTallies<K extends string>(
  client: DynamoDBClient,
  table: string,
  functionName: string,
  hours: readonly Date[],
): Promise<ShardTally<K>[]> {
  const partitions = new Set(hours.map((hour) => totalsPartition(functionName, hour)));
  const items = await Promise.all([...partitions].map((partition) => readPartition<K>(client, table, partition)));
  return items.flat();
}

async function readPartition<K extends string>(
  client: DynamoDBClient,
  TableName: string,
  partition: string,
): Promise<ShardTally<K>[]> {
  const tallies: ShardTally<K>[] = [];
  const query = {
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: partition } },
    ConsistentRead: true,
  };
  for await (const { Items = [] } of paginateQuery({ client }, query)) {
    tallies.push(...Items.map((item) => ({ shard: item.sk?.S ?? '', ...itemOf<K>(item).totals })));
  }
  return tallies;
}

/** The highest sequence number that any hour of the shard has counted. */
export function lastApplied(
  tallies: readonly { readonly shard: string; readonly applied: string }[],
  shard: string,
): string | undefined {
  const applied = tallies.filter((item) => item.shard === shard).map((item) => item.applied);
  return applied.reduce<string | undefined>((a, b) => (a === undefined || BigInt(b) > BigInt(a) ? b : a), undefined);
}
