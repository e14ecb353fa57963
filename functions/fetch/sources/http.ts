import { payloadHash } from '../../../core/acknowledgement.ts';
import type { HttpAsk, HttpPage, HttpPull } from '../../../core/pull/http-pull.ts';
import type { WireRecord } from '../../../core/pull/pull-source.ts';
import { backoffMs } from '../../clients/backoff.ts';
import type { Clock } from '../../clients/clock.ts';
import { askJson } from '../http-answer.ts';
import { final, HttpSourceError } from '../http-error.ts';
import type { FetchedPage, FetchedRecord, PageReader } from '../page.ts';

/** What reading an HTTP source needs. */
export interface HttpReaderOptions {
  readonly pull: HttpPull;
  readonly url: URL;
  /** Records wanted of the run. */
  readonly count: number;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Instant by which the run has to be done, in milliseconds since the epoch. */
  readonly deadline: number;
}

/** Longest position that is kept, in characters. */
const MOST_POSITION = 1_024;

const SEEDS = 2 ** 32;

/** Reads a source that answers JSON over HTTP; see {@link HttpPull}. */
export function httpReader(options: HttpReaderOptions): PageReader {
  const { pull, count, clock, random } = options;
  return {
    async next(position, onRetry) {
      const ask: HttpAsk = { count, ...(position !== undefined && { position }) };
      try {
        const answer = await askWithRetries(options, ask, onRetry);
        return toPage(readAnswer(pull, options.url.host, answer, ask), position);
      } catch (error) {
        if (!(error instanceof HttpSourceError && error.unavailable && pull.fallback)) throw error;
        const seed = Math.floor(random() * SEEDS);
        const records = await pull.fallback({ count, seed, at: clock.now() });
        return { records: records.map(fetched), more: false, fallbackReason: error.message };
      }
    },
    close: () => Promise.resolve(),
  };
}

async function askWithRetries(options: HttpReaderOptions, ask: HttpAsk, onRetry: () => void): Promise<unknown> {
  const { pull, clock, random, deadline } = options;
  const url = new URL(options.url);
  for (const [name, value] of Object.entries(pull.query(ask))) url.searchParams.set(name, String(value));
  for (let attempt = 1; ; attempt += 1) {
    const left = Math.max(1, Math.min(pull.tryTimeoutSeconds * 1_000, deadline - clock.now()));
    try {
      return await askJson(url, { maxBytes: pull.maxBytes, signal: AbortSignal.timeout(left), now: () => clock.now() });
    } catch (error) {
      if (!(error instanceof HttpSourceError) || !error.passing) throw error;
      const said = `${error.message}, at try ${attempt}`;
      if (attempt >= pull.tries) throw gaveUp(said, error);
      const wait = error.waitMs ?? backoffMs(attempt, random, { baseMs: 500, capMs: 20_000 });
      if (clock.now() + wait >= deadline) {
        throw gaveUp(`${said}; a wait of ${Math.ceil(wait / 1_000)} s is too long for this run`, error);
      }
      onRetry();
      await clock.sleep(wait);
    }
  }
}

function gaveUp(message: string, cause: HttpSourceError): HttpSourceError {
  return new HttpSourceError(message, { unavailable: cause.unavailable, passing: false }, { cause });
}

function readAnswer(pull: HttpPull, host: string, answer: unknown, ask: HttpAsk): HttpPage {
  try {
    return pull.read(answer, ask);
  } catch (error) {
    throw final(
      `the answer of ${host} is not what was expected: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  }
}

function toPage({ records, position, more = false }: HttpPage, before: string | undefined): FetchedPage {
  if (position !== undefined && position.length > MOST_POSITION) {
    throw final(`pull.read gave a position of ${position.length} characters (at most ${MOST_POSITION})`);
  }
  if (more && (position === undefined || position === before)) {
    throw final('pull.read wants to ask again, but at the same position: that would never end');
  }
  return { records: records.map(fetched), more, ...(position !== undefined && { position }) };
}

function fetched(record: WireRecord): FetchedRecord {
  return { record, ownId: payloadHash(JSON.stringify(record)) };
}
