import type { Node } from 'constructs';
import type { ContextKey } from './context-keys.ts';

/** What CloudWatch takes, in days. Not taken from aws-cdk-lib, which the command line would then load for every command. */
export const logRetentionPeriods = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/**
 * Reads the context key `logRetentionDays`: how long CloudWatch keeps what functions log, in days. Two weeks unless it is set.
 *
 * @throws {RangeError} for a period that CloudWatch does not have, naming those that it has
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export function logRetention(node: Pick<Node, 'tryGetContext'>): (typeof logRetentionPeriods)[number] {
  const value: unknown = node.tryGetContext('logRetentionDays' satisfies ContextKey) ?? 14;
  const period = logRetentionPeriods.find((days) => String(days) === String(value));
  if (period !== undefined) return period;
  throw new RangeError(
    `Context "logRetentionDays" must be one of ${logRetentionPeriods.join(', ')} (received ${JSON.stringify(value)})`,
  );
}
