import { clip } from '../../show.ts';
import type { Alert } from '../alert.ts';
import type { Finding } from '../parts.ts';
import type { Rule } from '../rule.ts';
import { alertId } from './alert-id.ts';
import { MAX_MESSAGE, plainValues } from './plain-values.ts';

const MAX_EVENTS = 20;

/**
 * The alert that a finding is. Its message is cut to 1,000 characters, text among its values to 256, since an alert lies in
 * the key's state until it is out.
 * @param key of the item that the rule lives in; a finding of a window brings its own
 * @param raisedAt arrival of the event that raised it, or the sweep's time, in milliseconds since the epoch
 */
export function alertOf<E>(pipeline: string, rule: Rule<E>, key: string, finding: Finding, raisedAt: number): Alert {
  const keyOfAlert = finding.key ?? key;
  return {
    id: alertId(pipeline, rule.name, keyOfAlert, finding.cause),
    pipeline,
    rule: rule.name,
    severity: finding.severity ?? rule.severity ?? 'warning',
    key: keyOfAlert,
    at: finding.at,
    message: clip(finding.message, MAX_MESSAGE),
    values: plainValues(finding.values),
    events: finding.events.slice(-MAX_EVENTS),
    ...(finding.window && { window: finding.window }),
    raisedAt,
  };
}
