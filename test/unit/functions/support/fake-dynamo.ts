import { type AttributeValue, ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { fakeDynamoClient } from './fake-client.ts';

type Item = Record<string, AttributeValue>;

interface Input {
  readonly TableName?: string;
  readonly Item?: Item;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues?: Item;
  readonly RequestItems?: Record<string, { Keys?: Item[]; ConsistentRead?: boolean }>;
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
}

/** A table in memory that knows conditional puts, reads of many keys, and queries of the table and of the index of due items. */
export class FakeDynamo {
  readonly items = new Map<string, Item>();
  /** Names of the commands sent, in order. */
  readonly commands: string[] = [];
  /** Inputs of the reads of many keys. */
  readonly reads: Input[] = [];
  readonly #putKeys: string[] = [];
  /** Called before a put takes place, which it may throw over or bring another writer before. */
  beforePut: (pk: string) => void = () => {};
  /** Called when a put has taken place: throws over it where the answer gets lost. */
  afterPut: (pk: string) => void = () => {};
  /** Keys that a read leaves unprocessed, from the end. */
  leaveUnprocessed = 0;

  get client(): DynamoDBClient {
    return fakeDynamoClient(async (command: { readonly input: Input }) => {
      const name = command.constructor.name;
      this.commands.push(name);
      if (name === 'PutItemCommand') return this.#put(command.input);
      if (name === 'BatchGetItemCommand') return this.#read(command.input);
      return this.#query(command.input);
    });
  }

  /** Puts that were tried. @param prefix of the items' partition keys */
  puts(prefix = ''): number {
    return this.#putKeys.filter((pk) => pk.startsWith(prefix)).length;
  }

  itemOf(pk: string): Item | undefined {
    return [...this.items.values()].find((item) => item.pk?.S === pk);
  }

  #put({ Item: item = {}, ConditionExpression, ExpressionAttributeValues }: Input): object {
    this.#putKeys.push(item.pk?.S ?? '');
    this.beforePut(item.pk?.S ?? '');
    const key = `${item.pk?.S}|${item.sk?.S}`;
    const there = this.items.get(key);
    const wanted = ExpressionAttributeValues?.[':known']?.N;
    const holds = ConditionExpression?.includes('not_exists') ? !there : there?.version?.N === wanted;
    if (!holds)
      throw new ConditionalCheckFailedException({ message: 'no', $metadata: {}, ...(there && { Item: there }) });
    this.items.set(key, item);
    this.afterPut(item.pk?.S ?? '');
    return {};
  }

  #read(input: Input): object {
    this.reads.push(input);
    const [table = ''] = Object.keys(input.RequestItems ?? {});
    const keys = input.RequestItems?.[table]?.Keys ?? [];
    const unprocessed = keys.slice(keys.length - this.leaveUnprocessed);
    const processed = keys.slice(0, keys.length - unprocessed.length);
    return {
      Responses: { [table]: processed.flatMap(({ pk, sk }) => [this.items.get(`${pk?.S}|${sk?.S}`) ?? []].flat()) },
      ...(unprocessed.length > 0 && { UnprocessedKeys: { [table]: { Keys: unprocessed } } }),
    };
  }

  #query({ IndexName, ExpressionAttributeValues: values = {} }: Input): object {
    const all = [...this.items.values()];
    if (!IndexName) return { Items: all.filter(({ pk }) => pk?.S === values[':pk']?.S) };
    const due = all.filter(
      (item) => item.due?.S === values[':partition']?.S && Number(item.due_at?.N) <= Number(values[':until']?.N),
    );
    return { Items: due.map(({ pk, sk }) => ({ ...(pk && { pk }), ...(sk && { sk }) })) };
  }
}
