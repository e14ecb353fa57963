import { createHash } from 'node:crypto';

/**
 * The id of a decision: the first 32 hexadecimal digits of the SHA-256 of `['decision', pipeline, decider, key, event]` as
 * JSON. The first word keeps it apart from ids of alerts.
 */
export function decisionId(pipeline: string, decider: string, key: string, event: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['decision', pipeline, decider, key, event]))
    .digest('hex')
    .slice(0, 32);
}
