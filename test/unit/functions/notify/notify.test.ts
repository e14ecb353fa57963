import { describe, expect, test } from 'vitest';
import { createNotify } from '../../../../functions/notify/notify.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { webhookServer } from './server.ts';
import { alert } from './support.ts';

const event = (detail: object) => JSON.stringify({ source: 'caudal.alerts', 'detail-type': 'Alert', detail });

function notifier(address: () => Promise<URL>) {
  const clock = new FakeClock();
  const lines: object[] = [];
  const notify = createNotify({ address, clock, random: () => 0, log: (fields) => lines.push(fields) });
  return { clock, lines, notify: (...messages: string[]) => notify(messages, clock.now() + 58_000) };
}

describe('notify', () => {
  test('posts each message, and logs what it was about but not what it said', async () => {
    const { url, bodies } = await webhookServer([{ status: 200 }]);
    const { notify, lines } = notifier(async () => url);
    await notify(event(alert), event({ reasons: ['hidden'] }));
    expect(bodies).toMatchObject([{ text: expect.stringContaining('too-hot') }, { text: 'Alert (caudal.alerts)' }]);
    expect(lines).toEqual([
      { alert: alert.id, pipeline: 'sensors', rule: 'too-hot', tries: 1, durationMs: 0 },
      { event: 'Alert', tries: 1, durationMs: 0 },
    ]);
  });

  test('throws where the webhook refuses, so that Lambda calls again and keeps the message in the end', async () => {
    const { url } = await webhookServer([{ status: 403, body: 'invalid_token' }]);
    await expect(notifier(async () => url).notify(event(alert))).rejects.toThrow('answered 403 invalid_token');
  });

  test('asks for the address once in five minutes', async () => {
    const { url } = await webhookServer([{ status: 200 }]);
    let asked = 0;
    const { notify, clock } = notifier(async () => {
      asked += 1;
      return url;
    });
    await notify(event(alert));
    await notify(event(alert));
    expect(asked).toBe(1);
    clock.pass(300_000);
    await notify(event(alert));
    expect(asked).toBe(2);
  });
});
