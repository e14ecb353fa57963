import type { AnalysisDefinition } from './analysis/analysis.ts';
import type { IngestSettings, Pipeline, StreamSettings } from './pipeline.ts';
import type { PullDefinition } from './pull/pull-source.ts';
import type { VersionSettings } from './schema/versions.ts';

/**
 * A pipeline as its author writes it. Name and stream are enough: without a schema it takes any JSON object. What is left
 * out is made of what is there, by `core/defaults/`.
 */
export interface PipelineDefinition<E> extends Pick<Pipeline<E>, 'name'>, VersionSettings {
  readonly stream: Pick<StreamSettings, 'name'> & Partial<StreamSettings>;
  /** @default 'Events of <stream>' */
  readonly description?: string;
  /** @default {} see {@link IngestSettings} */
  readonly ingest?: Partial<IngestSettings>;
  /** @default ['json'] */
  readonly wire?: Pipeline<E>['wire'];
  /** @default any JSON object is an event */
  readonly schema?: Pipeline<E>['schema'];
  /** @default the schema's fields as they are, instants in normal form, other fields dropped; without a schema: as it is */
  readonly normalise?: Pipeline<E>['normalise'];
  /** @default none beyond the schema; where the schema and not `eventTime` is given: nothing from the future */
  readonly check?: Pipeline<E>['check'];
  /**
   * @default the first of the fields `event_id`, `id`, `_event_id` that is a fit id (a text of the format `id`, or a whole
   * number); else normalising adds `_event_id`, made of the position in the stream
   */
  readonly id?: Pipeline<E>['id'];
  /**
   * @default the first of the fields `_event_time`, `event_time`, `ts`, `timestamp` that is an instant in ISO 8601 or a
   * number of milliseconds since the epoch; else normalising adds `_event_time`, the arrival in the stream
   */
  readonly eventTime?: Pipeline<E>['eventTime'];
  /** @default the field `key`, where it is a text of 1 to 256 characters or a whole number; else the id */
  readonly partitionKey?: Pipeline<E>['partitionKey'];
  /** @default by `partitionKey` where that is given, else by the field `key`: numbers, truth values and short texts */
  readonly latest?: Pipeline<E>['latest'];
  /** @default [] nothing is masked */
  readonly personal?: Pipeline<E>['personal'];
  /**
   * @default the table `<name>.events`: a column a field of the schema, and none for what your own `normalise` gives beyond it;
   * without a schema the event as JSON in `payload`
   */
  readonly record?: Pipeline<E>['record'];
  /** @default [] */
  readonly queries?: Pipeline<E>['queries'];
  /** @default none: no analyze function */
  readonly analysis?: AnalysisDefinition<E>;
  /**
   * @default drawn from the schema; without a schema: id, time, `key` and a number; none where there is no schema and
   * `partitionKey`, `id` or `eventTime` ask for fields that nobody knows
   */
  readonly generator?: Pipeline<E>['generator'];
  /** @default none: no fetch function, records are sent by others */
  readonly pull?: PullDefinition;
}
