import { stableId } from '../stable-id.ts';

/**
 * The id of an alert: that of `[pipeline, rule, key, cause]`. So the same cause gives the same alert, with whatever wording it
 * is found.
 */
export function alertId(pipeline: string, rule: string, key: string, cause: string): string {
  return stableId(pipeline, rule, key, cause);
}
