import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { POSITION_KEY, pullPartition } from './keys.ts';

/** What is needed to keep a position. */
export interface PositionOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
  readonly pipeline: string;
}

/** What the schedule asked for before. */
export interface Scheduled {
  /** Whether this very moment was handed over before. */
  readonly repeated: boolean;
  /** The moment before this one, in milliseconds since the epoch, where it is known and the interval was the same. */
  readonly before?: number;
}

/** What came of asking for the source. */
export type Claim =
  | { readonly claimed: true; readonly position: string | undefined }
  /** Another run has it. */
  | { readonly claimed: false; readonly runId: string; readonly until: number };

/** How far a source is read, and by whom. */
export interface PositionStore {
  /** Notes that the schedule asked for a run. @param at in milliseconds since the epoch */
  schedule(at: number, every: string): Promise<Scheduled>;
  /** Takes the source for a run, until an instant by which the run has certainly ended, in milliseconds since the epoch. */
  claim(runId: string, now: number, until: number): Promise<Claim>;
  /** Keeps how far the source is read. @throws {Error} when another run has taken the source meanwhile: it is further */
  keep(runId: string, position: string): Promise<void>;
  /** Lets the source go. */
  release(runId: string): Promise<void>;
}

/**
 * Keeps the position of a pipeline's source in the state table. Every write is conditional: one run at a time has the source,
 * and one that lost it can't set the position back.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
export function positionStore({ client, table, pipeline }: PositionOptions): PositionStore {
  async function update(expressions: {
    readonly UpdateExpression: string;
    readonly ConditionExpression: string;
    readonly values: Readonly<Record<string, AttributeValue>>;
  }): Promise<{ readonly held: boolean; readonly old: Readonly<Record<string, AttributeValue>> }> {
    const { values, ...rest } = expressions;
    try {
      const { Attributes = {} } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { pk: { S: pullPartition(pipeline) }, sk: { S: POSITION_KEY } },
          ...rest,
          ExpressionAttributeValues: { ...values },
          ReturnValues: 'ALL_OLD',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { held: true, old: Attributes };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { held: false, old: error.Item ?? {} };
    }
  }

  return {
    async schedule(at, every) {
      const { held, old } = await update({
        UpdateExpression: 'SET scheduled_at = :at, every = :every',
        // Not "later than": a clock that was wrong once would forbid all runs to come.
        ConditionExpression: 'attribute_not_exists(scheduled_at) OR scheduled_at <> :at',
        values: { ':at': { N: String(at) }, ':every': { S: every } },
      });
      const before = old.scheduled_at?.N;
      if (!held) return { repeated: true };
      return { repeated: false, ...(before !== undefined && old.every?.S === every && { before: Number(before) }) };
    },
    async claim(runId, now, until) {
      const { held, old } = await update({
        UpdateExpression: 'SET run_id = :run, claimed_until = :until',
        ConditionExpression: 'attribute_not_exists(claimed_until) OR claimed_until < :now',
        values: { ':run': { S: runId }, ':until': { N: String(until) }, ':now': { N: String(now) } },
      });
      if (held) return { claimed: true, position: old.source_position?.S };
      return { claimed: false, runId: old.run_id?.S ?? '', until: Number(old.claimed_until?.N) };
    },
    async keep(runId, position) {
      const { held } = await update({
        UpdateExpression: 'SET source_position = :position',
        ConditionExpression: 'run_id = :run',
        values: { ':run': { S: runId }, ':position': { S: position } },
      });
      if (!held)
        throw new Error(`another run has taken the source of ${pipeline} over; this one has kept nothing since`);
    },
    async release(runId) {
      await update({
        UpdateExpression: 'REMOVE run_id, claimed_until',
        ConditionExpression: 'run_id = :run',
        values: { ':run': { S: runId } },
      });
    },
  };
}
