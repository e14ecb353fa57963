import { describe, expect, test } from 'vitest';
import { slackMessage } from '../../../../functions/notify/slack.ts';
import { alert } from './support.ts';

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });

/** The texts of a message that Slack reads markup in. */
const marked = (message: object): string[] =>
  [...JSON.stringify(message).matchAll(/"type":"mrkdwn","text":("(?:[^"\\]|\\.)*")/g)].map(([, text]) =>
    JSON.parse(text ?? '""'),
  );

describe('slackMessage', () => {
  test('shows severity, rule, sentence, key, values, time and id', () => {
    expect(slackMessage({ alert })).toEqual({
      text: 'critical: too-hot (sensors): sensor_1 measured 31.5 °C',
      blocks: [
        {
          type: 'header',
          text: { type: 'plain_text', text: ':red_circle: critical: too-hot (sensors)', emoji: true },
        },
        { type: 'section', text: mrkdwn('sensor_1 measured 31.5 °C') },
        {
          type: 'section',
          fields: [mrkdwn('*key*\nsensor_1'), mrkdwn('*temperature*\n31.5'), mrkdwn('*location*\nnone')],
        },
        {
          type: 'context',
          elements: [
            mrkdwn(
              '<!date^1792171523^{date_num} {time_secs}|2026-10-16T17:25:23.456Z> · 1 event · id 0123456789abcdef0123456789abcdef',
            ),
          ],
        },
      ],
    });
  });

  test.each([
    ['info', ':large_blue_circle:'],
    ['warning', ':large_yellow_circle:'],
    ['critical', ':red_circle:'],
  ] as const)('%s has a sign of its own', (severity, sign) => {
    expect(JSON.stringify(slackMessage({ alert: { ...alert, severity } }))).toContain(`${sign} ${severity}`);
  });

  test('leaves no markup in what comes from events: no mention, no link, no formatting', () => {
    const evil = '<!channel> <http://x|click> & *bold* _i_ ~s~ `code` a_b';
    const message = slackMessage({
      alert: { ...alert, message: evil, key: evil, values: { [evil]: evil }, id: evil },
    });
    for (const text of [message.text, ...marked(message)]) {
      expect(text.replace(/^<!date\^\d+\^[^<>]*>/, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      expect(text).not.toMatch(/(?<=\s)[_~`]\p{L}/u);
    }
    expect(message.text).toContain('&lt;!channel&gt;');
    expect(message.text).toContain('\u200b*\u200bbold\u200b*\u200b');
    expect(message.text).toContain('a_b');
  });

  test('stays within the limits of Slack, and cuts no entity in two', () => {
    const long = '&'.repeat(5_000);
    const values = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`value-${index}`, long]));
    const message = slackMessage({ alert: { ...alert, rule: 'r'.repeat(200), message: long, key: long, values } });
    const [header, section, fields] = message.blocks as [
      { text: { text: string } },
      { text: { text: string } },
      { fields: { text: string }[] },
    ];
    expect(header.text.text.length).toBeLessThanOrEqual(150);
    expect(section.text.text.length).toBeLessThanOrEqual(3_000);
    expect(fields.fields).toHaveLength(10);
    for (const { text } of fields.fields) expect(text.length).toBeLessThanOrEqual(2_000);
    for (const text of [message.text, ...marked(message)]) expect(text).not.toMatch(/&(?!amp;)/);
  });

  test('shows an event that is no alert by its title, with its reasons', () => {
    expect(
      slackMessage({ title: 'Health check failed', source: 'caudal.health', reasons: ['cassandra: <none>', 'b'] }),
    ).toEqual({
      text: 'Health check failed (caudal.health)',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: ':warning: Health check failed', emoji: true } },
        { type: 'section', text: mrkdwn('• cassandra: &lt;none&gt;\n• b') },
        { type: 'context', elements: [mrkdwn('caudal.health')] },
      ],
    });
    expect(slackMessage({ title: 'Alert', source: 'caudal.alerts', reasons: [] }).blocks).toHaveLength(2);
  });
});
