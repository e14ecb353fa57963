import { clip } from '../../core/show.ts';
import { backoffMs } from '../clients/backoff.ts';
import type { Clock } from '../clients/clock.ts';

/** What a post needs. */
export interface WebhookOptions {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Instant by which it has to be done, in milliseconds since the epoch: what does not fit is left to the caller's next try. */
  readonly deadline: number;
  /** Time for one answer, in milliseconds. @default 10000 */
  readonly timeoutMs?: number;
}

/** The webhook did not take the message. Says what it answered; neither the address nor the message is named. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined;

  constructor(message: string, status: number | undefined) {
    super(message);
    this.status = status;
  }
}

/** Tries at the most. */
const TRIES = 4;

/** How much of an answer an error shows, in characters. */
const SHOWN = 200;

/** What a try came to, where it was no success. */
interface Refusal {
  readonly what: string;
  readonly status?: number;
  /** Whether another try may do. */
  readonly passing: boolean;
  /** How long the server wants to be left alone, in milliseconds. */
  readonly waitMs?: number;
}

/**
 * Posts JSON. Overload (429), a fault of the server (5xx) and no answer are tried again, after the time that the server asks
 * for or with back-off; anything else is final. Redirects are not followed: they would hand the message to another address.
 *
 * @returns the number of tries
 * @throws {WebhookError}
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling-errors
 */
export async function postWebhook(url: URL, message: object, options: WebhookOptions): Promise<number> {
  const { clock, random, deadline, timeoutMs = 10_000 } = options;
  const body = JSON.stringify(message);
  for (let attempt = 1; ; attempt += 1) {
    const left = deadline - clock.now();
    const refusal = await tryOnce(url, body, Math.max(1, Math.min(timeoutMs, left)), clock);
    if (refusal === undefined) return attempt;
    const said = `the webhook ${refusal.what}, at try ${attempt}`;
    if (!refusal.passing || attempt === TRIES) throw new WebhookError(said, refusal.status);
    const wait = refusal.waitMs ?? backoffMs(attempt, random, { baseMs: 500 });
    if (clock.now() + wait >= deadline) {
      throw new WebhookError(`${said}; a wait of ${Math.ceil(wait / 1000)} s is too long for now`, refusal.status);
    }
    await clock.sleep(wait);
  }
}

async function tryOnce(url: URL, body: string, timeoutMs: number, clock: Clock): Promise<Refusal | undefined> {
  const request: RequestInit = {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  };
  try {
    const response = await fetch(url, request);
    const { status } = response;
    const answer = await response.text();
    if (response.ok) return undefined;
    const waitMs = retryAfterMs(response.headers.get('retry-after'), clock);
    return {
      what: `answered ${status} ${shown(answer, url)}`.trimEnd(),
      status,
      passing: status === 429 || status >= 500,
      ...(waitMs !== undefined && { waitMs }),
    };
  } catch (error) {
    return { what: `gave no answer (${reasonOf(error)})`, passing: true };
  }
}

/** `Retry-After`, in seconds or as a date. @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfterMs(value: string | null, clock: Clock): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock.now());
}

/** A server may well answer `Cannot POST /services/T0/B0/<the secret part>`. */
function shown(answer: string, { pathname, search }: URL): string {
  const secret = pathname === '/' ? answer : answer.replaceAll(pathname, '…');
  const safe = search === '' ? secret : secret.replaceAll(search, '…');
  return clip(safe.replace(/\p{C}+/gu, ' ').trim(), SHOWN);
}

/** The code of the error below `fetch failed`, whose text may name the address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return error.name;
}
