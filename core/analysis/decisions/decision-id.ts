import { stableId } from '../stable-id.ts';

/**
 * The id of a decision: that of `['decision', pipeline, decider, key, event]`. The first word keeps it apart from ids of alerts.
 */
export function decisionId(pipeline: string, decider: string, key: string, event: string): string {
  return stableId('decision', pipeline, decider, key, event);
}
