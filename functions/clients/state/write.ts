import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';

/** A write that found another version than the one known. */
export interface LostRace {
  /** The item that is there; undefined where there is none any more. */
  readonly item: Record<string, AttributeValue> | undefined;
}

/**
 * Puts an item on condition that the version known is still there. DynamoDB's refusal carries the newer item, so no read
 * follows.
 *
 * @param known version; 0: there is no item
 * @returns the race lost, or undefined where the item is written
 * @throws what DynamoDB throws for anything else
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
export async function putVersion(
  client: Pick<DynamoDBClient, 'send'>,
  TableName: string,
  Item: Record<string, AttributeValue>,
  known: number,
): Promise<LostRace | undefined> {
  const condition =
    known === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'version = :known', ExpressionAttributeValues: { ':known': { N: String(known) } } };
  try {
    await client.send(
      new PutItemCommand({ TableName, Item, ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { item: error.Item };
  }
}
