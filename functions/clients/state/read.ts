import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { backoffMs } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import { inPool } from '../pool.ts';
import type { ItemKey } from './subject.ts';

/** Keys a call, which is DynamoDB's bound. */
const MAX_KEYS = 100;

/** Calls under way at once. */
const IN_FLIGHT = 8;

/** Tries a call; DynamoDB answers with less than was asked for when it is throttled or the answer grows over 16 MB. */
const TRIES = 8;

/** What reading needs. */
export interface ReadOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * Reads items, strongly consistent, 100 a call, and asks again for those that DynamoDB left unprocessed.
 *
 * @returns the items that are there, by partition key; the keys must have one sort key each
 * @throws {Error} when DynamoDB leaves keys unprocessed eight times
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export async function readItems(
  options: ReadOptions,
  keys: readonly ItemKey[],
): Promise<Map<string, Record<string, AttributeValue>>> {
  const items = new Map<string, Record<string, AttributeValue>>();
  const calls = Array.from({ length: Math.ceil(keys.length / MAX_KEYS) }, (_, call) =>
    keys.slice(call * MAX_KEYS, (call + 1) * MAX_KEYS),
  );
  await inPool(calls, IN_FLIGHT, async (call) => {
    for (const item of await readCall(options, call)) items.set(item.pk?.S ?? '', item);
  });
  return items;
}

async function readCall(
  { client, table, clock, random }: ReadOptions,
  keys: readonly ItemKey[],
): Promise<Record<string, AttributeValue>[]> {
  const items: Record<string, AttributeValue>[] = [];
  let pending = keys.map(({ pk, sk }): Record<string, AttributeValue> => ({ pk: { S: pk }, sk: { S: sk } }));
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: pending, ConsistentRead: true } } }),
    );
    items.push(...(Responses?.[table] ?? []));
    pending = UnprocessedKeys?.[table]?.Keys ?? [];
    if (pending.length === 0) return items;
    if (attempt < TRIES) await clock.sleep(backoffMs(attempt, random));
  }
  throw new Error(`DynamoDB left ${pending.length} of ${keys.length} keys of ${table} unprocessed in ${TRIES} tries`);
}
