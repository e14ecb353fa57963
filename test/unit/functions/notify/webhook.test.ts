import { describe, expect, test } from 'vitest';
import { postWebhook, WebhookError } from '../../../../functions/notify/webhook.ts';
import type { Answer } from '../../../support/webhook-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { webhookServer } from './server.ts';

const message = { text: 'hot' };
const ok: Answer = { status: 200, body: 'ok' };

async function post(
  answers: readonly (Answer | undefined)[],
  settings: { timeoutMs?: number; withinMs?: number } = {},
) {
  const server = await webhookServer(answers);
  const clock = new FakeClock();
  const { withinMs = 58_000, ...rest } = settings;
  const options = { clock, random: () => 1, deadline: clock.now() + withinMs, ...rest };
  const outcome = await postWebhook(server.url, message, options).catch((error: unknown) => error);
  return { outcome, sleeps: clock.sleeps, bodies: server.bodies };
}

describe('postWebhook', () => {
  test('posts JSON once where it is taken', async () => {
    expect(await post([ok])).toEqual({ outcome: 1, sleeps: [], bodies: [message] });
  });

  test.each([429, 500, 503])('tries again after %i, with back-off', async (status) => {
    expect(await post([{ status }, { status }, ok])).toMatchObject({ outcome: 3, sleeps: [500, 1000] });
  });

  test('waits as long as the server asks for, in seconds or until a date', async () => {
    const until = new Date(new FakeClock().now() + 20_000).toUTCString();
    const answers = ['7', until, 'soon'].map((after) => ({ status: 429, headers: { 'retry-after': after } }));
    expect(await post([...answers, ok])).toMatchObject({ outcome: 4, sleeps: [7_000, 13_000, 2_000] });
  });

  test('leaves a wait that is longer than the function has to the next call', async () => {
    const { outcome, sleeps } = await post([{ status: 429, headers: { 'retry-after': '60' } }, ok]);
    expect(outcome).toMatchObject({
      status: 429,
      message: expect.stringContaining('a wait of 60 s is too long for now'),
    });
    expect(sleeps).toEqual([]);
  });

  test('gives up after four tries', async () => {
    const { outcome, bodies } = await post([{ status: 503, body: 'away' }]);
    expect(outcome).toMatchObject({ status: 503, message: 'the webhook answered 503 away, at try 4' });
    expect(bodies).toHaveLength(4);
  });

  test.each([400, 403, 404, 410, 302])('%i is final, and named', async (status) => {
    const { outcome, bodies } = await post([
      { status, body: 'no_service', headers: { location: 'http://127.0.0.1:1/' } },
    ]);
    expect(outcome).toBeInstanceOf(WebhookError);
    expect(outcome).toMatchObject({ status, message: `the webhook answered ${status} no_service, at try 1` });
    expect(bodies).toHaveLength(1);
  });

  test('never names the address, even where the answer does; and cuts an answer that is long or has control characters', async () => {
    const body = `Cannot POST /services/T0/B0/secret?token=hidden\u001b[31m${'x'.repeat(500)}`;
    const { outcome } = await post([{ status: 404, body }]);
    const { message: said } = outcome as WebhookError;
    expect(said).toMatch(/^the webhook answered 404 Cannot POST …… \[31mx+…, at try 1$/);
    expect(said.length).toBeLessThan(260);
  });

  test('no answer in time, and no server at all, may do at the next try', async () => {
    expect(await post([undefined, ok], { timeoutMs: 100 })).toMatchObject({ outcome: 2 });
    const { url } = await webhookServer([ok]);
    url.port = '1';
    const clock = new FakeClock();
    const options = { clock, random: () => 0, deadline: clock.now() + 60_000 };
    await expect(postWebhook(url, message, options)).rejects.toThrow(
      /^the webhook gave no answer \([\w ]+\), at try 4$/,
    );
  });
});
