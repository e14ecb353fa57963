import type { Interval } from './interval.ts';
import type { WireRecord } from './pull-source.ts';

/** How many records a run asks for. */
export interface CountRange {
  /** Where nobody says otherwise (`-c <pipeline>.count=…`, `caudal fetch <pipeline> --count …`). */
  readonly normal: number;
  /** More than that can't be asked for. 1 to 100,000 */
  readonly most: number;
}

/** What a request is made of. */
export interface HttpAsk {
  /** Records wanted of this run. */
  readonly count: number;
  /** What the last page said is to be asked for next; undefined at the very first run. */
  readonly position?: string;
}

/** What an answer came to. */
export interface HttpPage {
  readonly records: readonly WireRecord[];
  /** Kept once the stream has acknowledged the records, up to 1,024 characters. @default what it was */
  readonly position?: string;
  /** Whether to ask again in this run, with the new position. @default false */
  readonly more?: boolean;
}

/** What a fallback is made of. */
export interface FallbackAsk {
  /** Records wanted. */
  readonly count: number;
  /** Drawn for this run, 0 to 2³² − 1: the same seed gives the same records. */
  readonly seed: number;
  /** When the run began, in milliseconds since the epoch. */
  readonly at: number;
}

/** An HTTP address that answers JSON. */
export interface HttpPull {
  readonly kind: 'http';
  readonly every: Interval;
  /** Whole address, https (http on loopback only), without user and password. `-c <pipeline>.url=…` replaces it. */
  readonly url: string;
  readonly count: CountRange;
  /** Parameters of the query that are added to the address. */
  query(ask: HttpAsk): Readonly<Record<string, string | number>>;
  /**
   * Takes the records out of an answer, which is any JSON. An answer that is not what it should be has to be thrown over, with
   * a message that says what is wrong and quotes nothing personal: the run fails, and the message is logged.
   */
  read(answer: unknown, ask: HttpAsk): HttpPage;
  /** How long a try may take, answer included, in seconds, 1 to 300. @default 20 */
  readonly tryTimeoutSeconds: number;
  /** Tries of a request before the run gives up, 1 to 10. @default 5 */
  readonly tries: number;
  /** Longest answer that is read, in bytes, 1 to 67,108,864. @default 16777216 */
  readonly maxBytes: number;
  /**
   * Records for a run whose source is out of reach or does not serve (no network, time-out, 408, 429, 5xx, something else
   * answers in its place). They have to be marked as such by a field of their own. A wrong request or answer gets none: it
   * is a mistake to be seen. @default none: such a run fails
   */
  fallback?(ask: FallbackAsk): readonly WireRecord[] | Promise<readonly WireRecord[]>;
}

/** An {@link HttpPull} as its author writes it. */
export interface HttpPullDefinition extends Pick<HttpPull, 'kind' | 'every' | 'url' | 'read' | 'fallback'> {
  /** @default 100, and 5,000 at the most */
  readonly count?: CountRange;
  /** @default none */
  readonly query?: HttpPull['query'];
  readonly tryTimeoutSeconds?: number;
  readonly tries?: number;
  readonly maxBytes?: number;
}
