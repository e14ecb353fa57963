/** Draws from a stream of random numbers that a seed fixes. */
export interface Random {
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Uniform whole number from low to high, both included. */
  integer(low: number, high: number): number;
  /** True with the probability given, 0 to 1. */
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** As many lower-case hexadecimal digits. */
  hex(digits: number): string;
}

/** What a generator is given for one event. */
export interface GeneratorContext {
  readonly random: Random;
  /** The id to use: `<ms>-<random>`. */
  readonly id: string;
  /** Event time, in milliseconds since the epoch. */
  readonly at: number;
  /** How many distinct sources (devices, users) take part. */
  readonly devices: number;
  /** Share of them that degrade, 0 to 0.5. @default 0 */
  readonly degrading?: number;
}

/** A named way of being invalid. */
export interface InvalidKind<E> {
  /** What is wrong with it, for `--help`. */
  readonly description: string;
  /** What to send in place of the valid event: an object is sent as JSON, text and bytes as they are. */
  payload(event: E, random: Random): object | string | Uint8Array;
}

/** How test data of a pipeline is made. */
export interface EventGenerator<E> {
  /**
   * A valid event, already in normal form and with its fields in the schema's order, so that the JSON of the row read
   * back is the payload to the byte.
   */
  event(context: GeneratorContext): E;
  /**
   * For events that hang together, as those of a session do: begins what makes the events of one producer's run, one after
   * the other. What it remembers is its own, so the same draws make the same run.
   * @default each event is drawn by itself, by `event`
   */
  begin?(): Pick<EventGenerator<E>, 'event'>;
  /** How its devices degrade where a request asks for it, for messages. @default they cannot */
  readonly degrades?: string;
  /**
   * Whether what is sent says its `schema_version`, which it does only where the schema has a second one. Set it to false for
   * sources that are older than that field; the pipeline's `unversioned` tells them then. @default true
   */
  readonly saysVersion?: boolean;
  /** By name. What each makes has to be rejected by the pipeline. */
  readonly invalid: Readonly<Record<string, InvalidKind<E>>>;
}
