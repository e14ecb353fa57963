import type { AttributeValue, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

/** What was written. */
export interface Written {
  puts: number;
  /** As DynamoDB counts the size of items: names and values. */
  bytes: number;
  /** Write units on demand: one a KB begun. */
  units: number;
}

/**
 * Counts the puts that pass through a client from now on.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function countPuts(client: DynamoDBClient): Written & { readonly keys: Set<string> } {
  const counted = { puts: 0, bytes: 0, units: 0, keys: new Set<string>() };
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'PutItemCommand') {
          const { Item = {} } = args.input as PutItemCommand['input'];
          const bytes = sizeOf(Item);
          counted.puts += 1;
          counted.bytes += bytes;
          counted.units += Math.ceil(bytes / 1024);
          counted.keys.add(JSON.stringify([Item.pk?.S, Item.sk?.S]));
        }
        return next(args);
      },
    { step: 'initialize', name: 'countPuts' },
  );
  return counted;
}

function sizeOf(item: Record<string, AttributeValue>): number {
  return Object.entries(item).reduce((sum, [name, { S = '', N = '' }]) => {
    // A number takes a byte for two digits, and one more.
    const value = S ? Buffer.byteLength(S) : Math.ceil(N.length / 2) + 1;
    return sum + Buffer.byteLength(name) + value;
  }, 0);
}
