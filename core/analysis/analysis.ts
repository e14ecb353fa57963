import type { AlertProjection } from './alert.ts';
import type { Decider } from './decision.ts';
import type { Rule } from './rule.ts';
import type { Window } from './window.ts';

/** What a pipeline works out of its events, beside storing them: windows, rules, alerts, decisions. */
export interface Analysis<E> {
  /**
   * How far an event's time may lie behind the highest of its partition key, in stream order, 0 to 86,400 s; what lies
   * further back is late and applied to nothing. The key's watermark is that highest time less the lateness. An event from
   * the future (a clock ahead) raises it to its arrival only.
   * @default 60
   */
  readonly latenessSeconds: number;
  /**
   * How far back in event time an event's id is remembered, so that the same event sent again is not applied again.
   * At least `latenessSeconds`, at most 604,800; up to there nothing is ever applied twice, since what is older is late. A
   * key remembers 1,024 ids at the most; where that is not enough, the oldest go, which is counted.
   * @default latenessSeconds
   */
  readonly dedupeSeconds: number;
  readonly windows: readonly Window<E>[];
  readonly rules: readonly Rule<E>[];
  /** Decides about events one by one: allow, review or block, with reasons. @default none: nothing is decided */
  readonly decider?: Decider<E>;
  /** A table of the pipeline's own that takes alerts. @default `ops.alerts` alone */
  readonly alertTable?: AlertProjection;
  /** A stream that takes every alert as JSON, partitioned by key: what another pipeline reads. @default none */
  readonly alertStream?: string;
  /** How the analyze function reads the stream. Ranges as in `IngestSettings`. */
  readonly function: AnalyzeSettings;
}

/** How the analyze function reads the stream: one batch of a shard at a time, so it scales by shards. */
export interface AnalyzeSettings {
  /** Records a batch at the most, 1 to 10,000. @default 500 */
  readonly batchSize: number;
  /** Seconds, 0 to 300. @default 0 */
  readonly batchingWindowSeconds: number;
  /** MB, 128 to 10,240. @default 512 */
  readonly memoryMb: number;
  /** Seconds, 1 to 900. @default 60 */
  readonly timeoutSeconds: number;
}

/** As its author writes it. */
export type AnalysisDefinition<E> = Partial<Omit<Analysis<E>, 'function'>> & {
  readonly function?: Partial<AnalyzeSettings>;
};
