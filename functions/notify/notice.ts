import type { Alert } from '../../core/analysis/alert.ts';
import { alertEvent } from '../../core/names.ts';

/** What a message of the topic says: an alert of a rule, another event of ours (a health check that failed, say), or an alarm. */
export type Notice =
  | { readonly alert: Alert }
  | {
      /** Detail type of the event; of an alarm its new state and name. */
      readonly title: string;
      readonly source: string;
      /** Sentences for a person; of the event's field `reasons`, where it has one. */
      readonly reasons: readonly string[];
    };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a message of the topic, which is an event as EventBridge delivers it, or what CloudWatch says of an alarm. An alert that lacks what a reader needs is
 * shown by its title alone rather than lost.
 *
 * @throws {Error} for a message that is neither; its text is not shown
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
export function parseNotice(message: string): Notice {
  const event = fieldsOf(parse(message));
  const alarm = event && alarmOf(event);
  if (alarm) return alarm;
  const title = event?.['detail-type'];
  const source = event?.source;
  if (typeof title !== 'string' || typeof source !== 'string') {
    throw new Error(
      'a message of the topic must be an event of EventBridge (JSON with "source" and "detail-type") or an alarm of CloudWatch',
    );
  }
  const detail = fieldsOf(event?.detail) ?? {};
  if (source === alertEvent.source && isAlert(detail)) return { alert: detail };
  return { title, source, reasons: texts(detail.reasons) };
}

/** An alarm that changed its state. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
function alarmOf(fields: Fields): Notice | undefined {
  const { AlarmName, NewStateValue, AlarmDescription, NewStateReason } = fields;
  if (typeof AlarmName !== 'string' || typeof NewStateValue !== 'string') return undefined;
  return {
    title: `${NewStateValue}: ${AlarmName}`,
    source: 'aws.cloudwatch',
    reasons: texts([AlarmDescription, NewStateReason]),
  };
}

function isAlert(detail: Fields): detail is Fields & Alert {
  const hasTexts = ['id', 'pipeline', 'rule', 'severity', 'key', 'message'].every(
    (field) => typeof detail[field] === 'string',
  );
  return (
    hasTexts && Number.isFinite(detail.at) && fieldsOf(detail.values) !== undefined && Array.isArray(detail.events)
  );
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
