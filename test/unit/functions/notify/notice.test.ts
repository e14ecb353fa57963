import { describe, expect, test } from 'vitest';
import { parseNotice } from '../../../../functions/notify/notice.ts';
import { alert } from './support.ts';

const event = (fields: object) => JSON.stringify({ source: 'caudal.alerts', 'detail-type': 'Alert', ...fields });

describe('parseNotice', () => {
  test('takes the alert out of the event that EventBridge delivered', () => {
    expect(parseNotice(event({ detail: alert }))).toEqual({ alert });
  });

  test('takes the reasons out of an event of the health check', () => {
    const detail = { status: 'FAILED', reasons: ['cassandra: no answer'] };
    expect(parseNotice(event({ source: 'caudal.health', 'detail-type': 'Health check failed', detail }))).toEqual({
      title: 'Health check failed',
      source: 'caudal.health',
      reasons: ['cassandra: no answer'],
    });
  });

  test.each([
    ['without a sentence', { ...alert, message: undefined }],
    ['without a time', { ...alert, at: undefined }],
    ['without values', { ...alert, values: null }],
    ['that is a text', 'hot'],
  ])('shows an alert %s by its title alone', (_, detail) => {
    expect(parseNotice(event({ detail }))).toEqual({ title: 'Alert', source: 'caudal.alerts', reasons: [] });
  });

  test('an alarm of CloudWatch says its state, what it means and why', () => {
    const message = {
      AlarmName: 'caudal-sensors-failed-batches',
      AlarmDescription: '[critical] A mapping has given records up. docs/alarms.md#failed-batches',
      NewStateValue: 'ALARM',
      NewStateReason: 'Threshold Crossed',
    };
    expect(parseNotice(JSON.stringify(message))).toEqual({
      title: 'ALARM: caudal-sensors-failed-batches',
      source: 'aws.cloudwatch',
      reasons: [message.AlarmDescription, 'Threshold Crossed'],
    });
  });

  test.each([['not json: secret'], ['null'], ['["secret"]'], ['{"source":"x"}']])(
    'refuses %s without showing it',
    (text) => {
      expect(() => parseNotice(text)).toThrow('a message of the topic must be an event of EventBridge');
      expect(() => parseNotice(text)).not.toThrow(/secret/);
    },
  );
});
