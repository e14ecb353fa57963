import type { Clock } from '../clients/clock.ts';
import { parseNotice } from './notice.ts';
import { slackMessage } from './slack.ts';
import { postWebhook } from './webhook.ts';

/** What the function needs of the world. */
export interface NotifyPorts {
  /** Where to post; asked for once in five minutes, so that a changed secret takes effect. */
  readonly address: () => Promise<URL>;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Writes a line about a post: what it was about, never what it said. */
  readonly log: (fields: Readonly<Record<string, string | number>>) => void;
}

/** How long the address is remembered. */
const REMEMBERED_MS = 300_000;

/**
 * Makes the function that posts what the topic brings to a webhook, one message after the other. A post may happen twice:
 * SNS and Lambda deliver at least once, and an answer may be lost.
 *
 * @throws {WebhookError} when the webhook did not take a message: Lambda then calls again, and in the end keeps it in the queue
 */
export function createNotify({ address, clock, random, log }: NotifyPorts) {
  let known: { readonly url: URL; readonly until: number } | undefined;
  return async (messages: readonly string[], deadline: number): Promise<void> => {
    if (!known || known.until <= clock.now()) known = { url: await address(), until: clock.now() + REMEMBERED_MS };
    for (const message of messages) {
      const notice = parseNotice(message);
      const startedAt = clock.now();
      const tries = await postWebhook(known.url, slackMessage(notice), { clock, random, deadline });
      const about =
        'alert' in notice
          ? { alert: notice.alert.id, pipeline: notice.alert.pipeline, rule: notice.alert.rule }
          : { event: notice.title };
      log({ ...about, tries, durationMs: clock.now() - startedAt });
    }
  };
}
