/** An HTTP source gave no usable answer. Names neither the query nor anything of the answer. */
export class HttpSourceError extends Error {
  override readonly name = 'HttpSourceError';
  /**
   * Whether the source is out of reach or does not serve (no network, time-out, overload, a fault of its own, something else
   * that answers in its place), so that a fallback may step in. What it refuses or answers wrongly is a mistake.
   */
  readonly unavailable: boolean;
  /** Whether the next try may do. */
  readonly passing: boolean;
  /** How long the server wants to be left alone, in milliseconds. */
  readonly waitMs: number | undefined;

  constructor(
    message: string,
    kind: { readonly unavailable: boolean; readonly passing: boolean; readonly waitMs?: number | undefined },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.unavailable = kind.unavailable;
    this.passing = kind.passing;
    this.waitMs = kind.waitMs;
  }
}

/** No answer, or one that asks to come again. */
export function passing(message: string, waitMs?: number): HttpSourceError {
  return new HttpSourceError(message, { unavailable: true, passing: true, waitMs });
}

/** An answer that another try won't change. @param unavailable whether something else answers in the source's place */
export function final(message: string, unavailable = false): HttpSourceError {
  return new HttpSourceError(message, { unavailable, passing: false });
}
