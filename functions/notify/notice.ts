import type { Alert } from '../../core/analysis/alert.ts';
import { alertEvent } from '../../core/names.ts';

/** What a message of the topic says: an alert of a rule, or another event of ours (a health check that failed, say). */
export type Notice =
  | { readonly alert: Alert }
  | {
      /** Detail type of the event. */
      readonly title: string;
      readonly source: string;
      /** Sentences for a person; of the event's field `reasons`, where it has one. */
      readonly reasons: readonly string[];
    };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a message of the topic, which is an event as EventBridge delivers it. An alert that lacks what a reader needs is
 * shown by its title alone rather than lost.
 *
 * @throws {Error} for a message that is no event; its text is not shown
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
export function parseNotice(message: string): Notice {
  const event = fieldsOf(parse(message));
  const title = event?.['detail-type'];
  const source = event?.source;
  if (typeof title !== 'string' || typeof source !== 'string') {
    throw new Error('a message of the topic must be an event of EventBridge: JSON with "source" and "detail-type"');
  }
  const detail = fieldsOf(event?.detail) ?? {};
  if (source === alertEvent.source && isAlert(detail)) return { alert: detail };
  return { title, source, reasons: texts(detail.reasons) };
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
