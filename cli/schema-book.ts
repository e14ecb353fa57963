import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { systemClock } from '../functions/clients/clock.ts';
import { SchemaBook } from '../functions/clients/schemas/book.ts';
import { stageNames } from './stage.ts';

/** The schemas of the deployed registry, read from its table as they are asked for. */
export function schemaBook(client: DynamoDBClient): SchemaBook {
  return new SchemaBook({ client, table: stageNames().schemaTable, clock: systemClock, random: Math.random });
}
