import type { HttpPull, HttpPullDefinition } from './http-pull.ts';
import type { SqlPull, SqlPullDefinition } from './sql-pull.ts';

/**
 * Where a pipeline fetches records from, at an interval, by itself. What is fetched goes into the pipeline's stream, and from
 * there on it is an event as any other. How far the source is read is kept, and moves on only when the stream has
 * acknowledged all of a page: at least once, and harmless by the event's own id.
 */
export type PullSource = HttpPull | SqlPull;

/** A {@link PullSource} as its author writes it; `core/pull/define-pull.ts` fills in what is left out. */
export type PullDefinition = HttpPullDefinition | SqlPullDefinition;

/** A record as it goes into the stream: an object of JSON, in the source's own words. `normalise` makes an event of it. */
export type WireRecord = Readonly<Record<string, unknown>>;
