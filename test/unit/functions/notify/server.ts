import { onTestFinished } from 'vitest';
import { type Answer, startWebhook, type WebhookServer } from '../../../support/webhook-server.ts';

/** A webhook for the time of a test. */
export async function webhookServer(answers: readonly (Answer | undefined)[]): Promise<WebhookServer> {
  const server = await startWebhook(answers);
  onTestFinished(() => server.close());
  return server;
}
