import { createHash } from 'node:crypto';

/**
 * The id of an alert: the first 32 hexadecimal digits of the SHA-256 of `[pipeline, rule, key, cause]` as JSON. So the same
 * cause gives the same alert, however often, by whichever retry or replay, and with whatever wording it is found.
 */
export function alertId(pipeline: string, rule: string, key: string, cause: string): string {
  return createHash('sha256')
    .update(JSON.stringify([pipeline, rule, key, cause]))
    .digest('hex')
    .slice(0, 32);
}
