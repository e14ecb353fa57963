import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { DUE_INDEX } from '../../../core/names.ts';
import { DUE_BUCKETS, duePartition } from './item.ts';
import type { ItemKey } from './subject.ts';

/** Items a page. */
const PAGE = 200;

const MINUTE_MS = 60_000;

/**
 * The items of a pipeline that are due, in pages, partition by partition of the index and the longest due first. It begins
 * with another partition each minute, so that sweeps that run out of time come to all of them. The index holds keys alone and
 * is a little behind the table, so a key may come whose item is not due any more, or gone.
 *
 * @param until in milliseconds; items due at it or before are given
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
 */
export async function* dueItems(
  client: DynamoDBClient,
  table: string,
  pipeline: string,
  until: number,
): AsyncGenerator<readonly ItemKey[]> {
  const first = Math.floor(until / MINUTE_MS);
  for (let bucket = first; bucket < first + DUE_BUCKETS; bucket += 1) {
    const query = {
      TableName: table,
      IndexName: DUE_INDEX,
      KeyConditionExpression: 'due = :partition AND due_at <= :until',
      ExpressionAttributeValues: {
        ':partition': { S: duePartition(pipeline, bucket % DUE_BUCKETS) },
        ':until': { N: String(until) },
      },
      Limit: PAGE,
    };
    for await (const { Items = [] } of paginateQuery({ client }, query)) {
      if (Items.length > 0) yield Items.map((item) => ({ pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' }));
    }
  }
}
