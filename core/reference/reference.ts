import type { Analysis } from '../analysis/analysis.ts';
import type { Window, WindowResult } from '../analysis/window.ts';
import type { Pipeline } from '../pipeline.ts';
import type { AcceptedRecord } from '../store.ts';
import { alertsOf, type ExpectedAlert } from './alerts.ts';
import type { Applied, Decided } from './applied.ts';
import { dispositionsOf } from './dispositions.ts';
import { recordsByKey, type ShardParents } from './stream-order.ts';
import { instancesOf, resultOf } from './windows.ts';

/** How a window ends. */
export interface ExpectedWindow<E> extends Omit<WindowResult, 'final'> {
  /** The highest watermark that its item has seen: the key's own or the sweep's. From its end on, the result is final. */
  readonly watermark: number;
  /** The events that it is of. */
  readonly applied: readonly Applied<E>[];
}

/** What has to come of a stream. */
export interface Reference<E> {
  readonly decided: readonly Decided<E>[];
  readonly windows: readonly ExpectedWindow<E>[];
  readonly alerts: readonly ExpectedAlert[];
}

/** What the reference goes by beside the records. */
export interface ReferenceOptions {
  /** @default no shard has any */
  readonly parents?: ShardParents;
  /**
   * When a sweep came that found all records applied, in milliseconds since the epoch: what only time decides is decided up
   * to there.
   * @default none came
   */
  readonly sweptAt?: number;
}

/**
 * Works out what a stream has to come to, from the whole list of its accepted records at once: filters and sorts over lists,
 * each result looked up anew. It shares no code with what does the same work record by record, and is what that is held
 * against. Two bounds of the work are not in it: state that is dropped because an item is full, and a definition that changed
 * midway.
 *
 * @param records in any order; each once
 */
export function referenceOf<E>(
  pipeline: Pipeline<E> & { readonly analysis: Analysis<E> },
  records: readonly AcceptedRecord<E>[],
  { parents = new Map(), sweptAt = Number.NEGATIVE_INFINITY }: ReferenceOptions = {},
): Reference<E> {
  const { windows, rules, latenessSeconds } = pipeline.analysis;
  const ofKeys = [...recordsByKey(records, parents).values()].map((ofKey) => dispositionsOf(pipeline, ofKey));
  const decided = ofKeys.flatMap((key) => key.decided);
  const items = ofKeys.map(({ applied }) => applied).filter((applied) => applied.length > 0);
  // The order among shards is nobody's; no key's watermark closes a window of all keys.
  const everything = items
    .flat()
    .sort((a, b) => a.arrivedAt - b.arrivedAt)
    .map((one) => ({ ...one, watermark: Number.NEGATIVE_INFINITY }));
  const swept = sweptAt - latenessSeconds * 1000;
  const reachOf = (applied: readonly Applied<E>[]) => ({
    watermark: Math.max(swept, applied.at(-1)?.watermark ?? swept),
    arrived: sweptAt,
  });
  const isOfStream = (name: string) => windows.some((window) => window.name === name && window.scope === 'stream');

  return {
    decided,
    windows: windows.flatMap((window) =>
      window.scope === 'stream'
        ? expected(window, everything, swept)
        : items.flatMap((applied) => expected(window, applied, reachOf(applied).watermark)),
    ),
    alerts: rules.flatMap((rule) =>
      'window' in rule && isOfStream(rule.window)
        ? alertsOf(pipeline, rule, everything, { watermark: swept, arrived: sweptAt })
        : items.flatMap((applied) => alertsOf(pipeline, rule, applied, reachOf(applied))),
    ),
  };
}

function expected<E>(
  window: Window<E>,
  applied: readonly Applied<E>[],
  watermark: number,
): readonly ExpectedWindow<E>[] {
  return instancesOf(window, applied).map((instance) => {
    const { final, ...result } = resultOf(window, instance, true);
    return { ...result, watermark, applied: instance.events };
  });
}
