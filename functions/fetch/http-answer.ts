import { final, passing } from './http-error.ts';

/** What a request may come to. */
export interface AnswerBounds {
  /** Longest answer that is read, decompressed, in bytes. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Redirects followed at the most. */
const MOST_REDIRECTS = 3;

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Asks once and reads the JSON of the answer. A redirect is followed on the same host alone: elsewhere nobody knows who answers,
 * and a network that wants a log-in first does just that.
 *
 * @throws {HttpSourceError}
 */
export async function askJson(address: URL, bounds: AnswerBounds): Promise<unknown> {
  let url = address;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const response = await request(url, bounds.signal);
    if (!redirects.has(response.status)) return readAnswer(response, bounds);
    await response.body?.cancel();
    url = redirected(url, response);
  }
  throw final(`${address.host} redirected more than ${MOST_REDIRECTS} times`);
}

async function request(url: URL, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { headers: { accept: 'application/json' }, redirect: 'manual', signal });
  } catch (error) {
    throw passing(`${url.host} gave no answer (${reasonOf(error)})`);
  }
}

function redirected(from: URL, { headers, status }: Response): URL {
  const location = headers.get('location') ?? '';
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (to === undefined) throw final(`${from.host} answered ${status} without saying where to go`);
  if (to.host === from.host && to.protocol === from.protocol) return to;
  throw final(`${from.host} redirected to ${to.protocol}//${to.host}, which is not followed`, true);
}

async function readAnswer(response: Response, { maxBytes, now }: AnswerBounds): Promise<unknown> {
  const { status, headers, url } = response;
  const { host } = new URL(url);
  if (!response.ok) {
    await response.body?.cancel();
    throw refusal(host, status, retryAfterMs(headers.get('retry-after'), now()));
  }
  const type = headers.get('content-type') ?? 'no content type';
  if (!/^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(type)) {
    await response.body?.cancel();
    throw final(`${host} answered with ${type.slice(0, 60)}, not with JSON`, true);
  }
  const text = await readText(response, host, maxBytes);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the answer.
    throw passing(`${host} answered with ${text.length} characters that are no JSON`);
  }
}

function refusal(host: string, status: number, waitMs: number | undefined) {
  const message = `${host} answered ${status}`;
  if (status === 408 || status === 429 || status >= 500) return passing(message, waitMs);
  // 407: a proxy that stands between. 511: a network that wants a log-in first.
  return final(message, status === 407);
}

async function readText({ body }: Response, host: string, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      bytes += chunk.length;
      // Leaving the loop cancels the rest.
      if (bytes > maxBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw passing(`${host} broke off its answer (${reasonOf(error)})`);
  }
  if (bytes > maxBytes) throw final(`${host} answered with more than ${maxBytes} bytes (pull.maxBytes)`);
  return Buffer.concat(chunks).toString('utf8');
}

/** `Retry-After`, in seconds or as a date. @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfterMs(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The code of the error below `fetch failed`, whose own text may name the address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return error.name === 'TimeoutError' || error.name === 'AbortError' ? 'time-out' : error.name;
}
