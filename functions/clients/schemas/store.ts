import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { levelOf } from '../../../core/registry/compatibility/levels.ts';
import type { Addition, RegistryStore, SubjectVersion } from '../../../core/registry/model.ts';
import { fromSchemaItem, schemaKey, toSchemaItem } from './items.ts';

/** Partition keys; those of schemas are in `items.ts`. */
const subjectList = 'subjects';
const ids = { pk: { S: 'ids' }, sk: { S: 'last' } };
const subjectKey = (subject: string) => `subject#${subject}`;
const levelKey = (subject: string | undefined) => ({
  pk: { S: subject === undefined ? 'level' : `level#${subject}` },
  sk: { S: 'level' },
});
const fingerprintKey = (fingerprint: string) => ({ pk: { S: `fingerprint#${fingerprint}` }, sk: { S: 'id' } });
/** Sorts as the number does. */
const versionKey = (version: number) => String(version).padStart(10, '0');

/**
 * The registry in a DynamoDB table: an item a schema (`schema#<id>`), a fingerprint, a version of a subject, a level, and one
 * that holds the last id. A version and what it brings along are one transaction, each part on condition that nobody was there
 * before: that makes ids dense, and a schema's id one.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
 * @param now milliseconds since the epoch
 */
export function schemaStore(client: DynamoDBClient, TableName: string, now: () => number): RegistryStore {
  const get = async (Key: Record<string, { S: string }>) => {
    const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    return Item;
  };
  const query = async (pk: string) => {
    const input = {
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: pk } },
      ConsistentRead: true,
    };
    const items: Record<string, AttributeValue>[] = [];
    for await (const { Items = [] } of paginateQuery({ client }, input)) items.push(...Items);
    return items;
  };
  return {
    async schema(id) {
      const { pk, sk } = schemaKey(id);
      const item = await get({ pk: { S: pk }, sk: { S: sk } });
      return item && fromSchemaItem(item).schema;
    },
    async idOf(fingerprint) {
      const item = await get(fingerprintKey(fingerprint));
      return item && Number(item.id?.N);
    },
    lastId: async () => Number((await get(ids))?.last?.N ?? 0),
    subjects: async () => (await query(subjectList)).map(({ sk }) => sk?.S ?? ''),
    async versions(subject) {
      const items = await query(subjectKey(subject));
      return items.map(({ sk, id }): SubjectVersion => ({ version: Number(sk?.S), id: Number(id?.N) }));
    },
    async add(addition) {
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems: writesOf(TableName, addition, now()) }));
        return true;
      } catch (error) {
        if (error instanceof TransactionCanceledException && isRace(error)) return false;
        throw error;
      }
    },
    level: async (subject) => levelOf((await get(levelKey(subject)))?.level?.S),
    async setLevel(subject, level) {
      const Key = levelKey(subject);
      if (level) await client.send(new PutItemCommand({ TableName, Item: { ...Key, level: { S: level } } }));
      else await client.send(new DeleteItemCommand({ TableName, Key }));
    },
  };
}

function writesOf(TableName: string, { subject, version, id, added }: Addition, registeredAt: number) {
  const isNew = { TableName, ConditionExpression: 'attribute_not_exists(pk)' };
  const wanted = { N: String(id) };
  return [
    { Put: { ...isNew, Item: { pk: { S: subjectKey(subject) }, sk: { S: versionKey(version) }, id: wanted } } },
    ...(version === 1 ? [{ Put: { TableName, Item: { pk: { S: subjectList }, sk: { S: subject } } } }] : []),
    ...(added
      ? [
          { Put: { ...isNew, Item: toSchemaItem(id, { schema: added.schema, registeredAt }) } },
          { Put: { ...isNew, Item: { ...fingerprintKey(added.fingerprint), id: wanted } } },
          {
            Put: {
              TableName,
              Item: { ...ids, last: wanted },
              ConditionExpression: id === 1 ? 'attribute_not_exists(pk)' : '#last = :before',
              ...(id > 1 && {
                ExpressionAttributeNames: { '#last': 'last' },
                ExpressionAttributeValues: { ':before': { N: String(id - 1) } },
              }),
            },
          },
        ]
      : []),
  ];
}

/** Whether another writer was first, or is at it just now. */
function isRace({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  return CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict');
}
