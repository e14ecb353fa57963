import type { SNSEvent } from 'aws-lambda';
import { environment } from '../../core/environment.ts';
import { systemClock } from '../clients/clock.ts';
import { readWebhookSecret } from '../clients/secret.ts';
import { required } from '../clients/settings-error.ts';
import { stageNames } from '../clients/stage.ts';
import { openLog } from '../clients/telemetry.ts';
import { createNotify } from './notify.ts';

const log = openLog(stageNames(process.env).notifyFunction);

/** What must be left of the function's time to say what went wrong, in milliseconds. */
const RESERVE_MS = 2_000;

const notify = createNotify({
  address: () => readWebhookSecret(required(process.env, environment.webhookSecret)),
  clock: systemClock,
  random: Math.random,
  log: (fields) => log('info', 'posted', fields),
});

/** Posts what the topic of alerts brings to the webhook. See {@link createNotify}. */
export async function handler(event: SNSEvent, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  const deadline = systemClock.now() + context.getRemainingTimeInMillis() - RESERVE_MS;
  await notify(
    event.Records.map(({ Sns }) => Sns.Message),
    deadline,
  );
}
