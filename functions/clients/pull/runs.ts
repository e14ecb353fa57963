import { type AttributeValue, type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { PullRun } from '../../../core/pull/pull-run.ts';
import { POSITION_KEY, pullPartition, RUN_PREFIX } from './keys.ts';

/** How long a run is remembered. */
const KEPT_SECONDS = 35 * 86_400;

/** What is known of the runs of a pipeline. */
export interface KnownRuns {
  /** The latest first. */
  readonly runs: readonly PullRun[];
  /** When the schedule last asked for one, and at which interval; undefined: it never did. */
  readonly lastScheduled?: { readonly at: Date; readonly every: string };
}

/** Keeps a run. It expires after 35 days. */
export async function putRun(client: Pick<DynamoDBClient, 'send'>, table: string, run: PullRun): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: {
        pk: { S: pullPartition(run.pipeline) },
        sk: { S: `${RUN_PREFIX}${run.startedAt}#${run.runId}` },
        run: { S: JSON.stringify(run) },
        expires_at: { N: String(Math.floor(Date.parse(run.startedAt) / 1_000) + KEPT_SECONDS) },
      },
    }),
  );
}

/**
 * Reads what is known of the runs of a pipeline.
 *
 * @param most last runs, 1 to 1,000
 */
export async function readRuns(
  client: Pick<DynamoDBClient, 'send'>,
  table: string,
  pipeline: string,
  most: number,
): Promise<KnownRuns> {
  const query = async (prefix: string, limit: number): Promise<readonly Record<string, AttributeValue>[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': { S: pullPartition(pipeline) }, ':prefix': { S: prefix } },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return Items;
  };
  const [runs, [position]] = await Promise.all([query(RUN_PREFIX, most), query(POSITION_KEY, 1)]);
  const { scheduled_at: at, every } = position ?? {};
  return {
    runs: runs.flatMap(({ run }) => (run?.S === undefined ? [] : [JSON.parse(run.S) as PullRun])),
    ...(at?.N !== undefined && { lastScheduled: { at: new Date(Number(at.N)), every: every?.S ?? '' } }),
  };
}
