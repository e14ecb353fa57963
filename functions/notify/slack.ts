import type { Alert, Severity } from '../../core/analysis/alert.ts';
import { clip } from '../../core/show.ts';
import type { Notice } from './notice.ts';

/** A message for an incoming webhook. `text` is for notifications, and for receivers that know no blocks. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly object[];
}

/**
 * Slack's limits, in characters.
 * @see https://docs.slack.dev/reference/block-kit/blocks/header-block
 * @see https://docs.slack.dev/reference/block-kit/blocks/section-block
 */
const HEADER_MOST = 150;
const SECTION_MOST = 3_000;
const FIELDS_MOST = 10;
/** Of a value, an id or a key: a field may have 2,000. */
const VALUE_MOST = 200;

const signs: Readonly<Record<Severity, string>> = {
  info: ':large_blue_circle:',
  warning: ':large_yellow_circle:',
  critical: ':red_circle:',
};

/** The message that shows a notice: severity and rule, the sentence, key and values, time and id. */
export function slackMessage(notice: Notice): SlackMessage {
  return 'alert' in notice ? alertMessage(notice.alert) : eventMessage(notice);
}

function alertMessage(alert: Alert): SlackMessage {
  const title = `${alert.severity}: ${alert.rule} (${alert.pipeline})`;
  const values = Object.entries(alert.values).map(([name, value]) => field(name, value === null ? 'none' : `${value}`));
  const time = `<!date^${Math.floor(alert.at / 1000)}^{date_num} {time_secs}|${new Date(alert.at).toISOString()}>`;
  const events = alert.events.length === 1 ? '1 event' : `${alert.events.length} events`;
  return {
    text: fitting(`${title}: ${alert.message}`, SECTION_MOST),
    blocks: [
      header(`${signs[alert.severity] ?? ''} ${title}`.trim()),
      section(alert.message),
      { type: 'section', fields: [field('key', alert.key), ...values].slice(0, FIELDS_MOST) },
      { type: 'context', elements: [mrkdwn(`${time} · ${events} · id ${fitting(alert.id, VALUE_MOST)}`)] },
    ],
  };
}

function eventMessage({ title, source, reasons }: Exclude<Notice, { alert: Alert }>): SlackMessage {
  const sentences = reasons.map((reason) => `• ${reason}`).join('\n');
  return {
    text: fitting(`${title} (${source})`, SECTION_MOST),
    blocks: [header(`:warning: ${title}`), ...(sentences ? [section(sentences)] : []), context(source)],
  };
}

function header(text: string): object {
  return { type: 'header', text: { type: 'plain_text', text: clip(text, HEADER_MOST), emoji: true } };
}

function section(text: string): object {
  return { type: 'section', text: mrkdwn(fitting(text, SECTION_MOST)) };
}

function context(text: string): object {
  return { type: 'context', elements: [mrkdwn(fitting(text, VALUE_MOST))] };
}

function field(name: string, value: string): object {
  return mrkdwn(`*${fitting(name, VALUE_MOST)}*\n${fitting(value, VALUE_MOST)}`);
}

/** `verbatim`: Slack makes no links, channels or mentions of what a text happens to hold. */
function mrkdwn(text: string): object {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** Escaped, and within the limit, which may fall inside of an entity: so it is escaped and counted character by character. */
function fitting(text: string, most: number): string {
  const whole = escaped(text);
  if (whole.length <= most) return whole;
  let cut = '';
  for (const character of text) {
    const next = escaped(character);
    if (cut.length + next.length >= most) break;
    cut += next;
  }
  return `${cut}…`;
}

/**
 * A text in which Slack finds no markup: its three control characters written as entities, and the signs of bold, italic,
 * strike and code, where they stand at the edge of a word, taken away from it by a zero-width space. Inside of a word they
 * mean nothing, and `sensor_1` stays what can be copied.
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/(?<![\p{L}\p{N}])[*_~`]|[*_~`](?![\p{L}\p{N}])/gu, '\u200b$&\u200b');
}
