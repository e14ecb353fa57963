import { show } from '../../show.ts';
import type { AcceptedRecord } from '../../store.ts';
import type { Fact, WindowPart } from '../parts.ts';
import { factOf } from './fact-of.ts';
import { foldItem } from './fold-item.ts';
import type { ItemKind, Ruling } from './item-kind.ts';
import { keptMs } from './kept.ts';
import { blaming, windowName } from './part-names.ts';
import { type AnalyzedPipeline, createPipelineParts } from './pipeline-parts.ts';
import type { Contribution, Disposed, KeyFold } from './types.ts';

/**
 * The fold of the items of partition keys. It judges every event (seen before, late, applied) and applies it to the windows
 * and rules of the key; windows of scope `stream` get it as a contribution.
 */
export function createKeyFold<E>(pipeline: AnalyzedPipeline<E>): KeyFold<E> {
  const { ofKeys, ofGroups, windows } = createPipelineParts(pipeline);
  const { latenessSeconds, dedupeSeconds } = pipeline.analysis;
  const streamWindows = [...ofGroups.values()].map(({ window }) => window);
  const latenessMs = latenessSeconds * 1000;
  const dedupeMs = dedupeSeconds * 1000;

  const shared: Omit<ItemKind<E>, 'item' | 'key'> = {
    pipeline: pipeline.name,
    parts: ofKeys,
    latenessMs,
    retentionMs: pipeline.stream.retentionHours * 3_600_000,
    keptMs: keptMs(pipeline),
    horizonOf: ({ highest = Number.NEGATIVE_INFINITY }) => highest - dedupeMs,
    momentOf({ stamp, published, highest = Number.NEGATIVE_INFINITY }, arrived) {
      const watermark = highest - latenessMs;
      return { stamp, published, keyWatermark: watermark, watermark, arrived };
    },
    judge({ state, ids }, fact) {
      const { highest = Number.NEGATIVE_INFINITY } = state;
      if (ids.has(fact.id, highest - dedupeMs)) return 'duplicate';
      if (fact.time < highest - latenessMs) return 'late';
      tryOn(streamWindows, fact);
      return 'applied';
    },
    raise(state, { time, arrivedAt }) {
      state.highest = Math.max(state.highest ?? Number.NEGATIVE_INFINITY, Math.min(time, arrivedAt));
    },
    accept({ state, ids }, { id, time }) {
      ids.add(id, time, (state.highest ?? Number.NEGATIVE_INFINITY) - dedupeMs);
    },
  };

  return {
    fold({ key, records, ...input }) {
      const kind = { ...shared, item: `key ${show(key)}`, key };
      const entries = records.map((accepted) => ({
        position: accepted.record.position,
        arrivedAt: accepted.record.arrivedAt,
        fact: factOf(pipeline, accepted),
      }));
      const { outcome, rulings } = foldItem(kind, input, entries);
      const judged = rulings.flatMap((ruling, index) => {
        const accepted = records[index];
        const fact = entries[index]?.fact;
        return accepted && fact ? [{ ruling, accepted, fact: 'problem' in fact ? undefined : fact }] : [];
      });
      return {
        ...outcome,
        disposed: judged.map(({ ruling, accepted, fact }) => disposedOf(ruling, accepted, fact, windows)),
        contributions: judged.flatMap(({ ruling, fact }) =>
          fact && ruling.disposition === 'applied' ? contributionsOf(streamWindows, fact) : [],
        ),
      };
    },
  };
}

/** An event that a group's item could not apply must not be applied here either, so all that may throw is tried before. */
function tryOn<E>(windows: readonly WindowPart<E>[], fact: Fact<E>): void {
  for (const window of windows) {
    const moment = { stamp: 1, published: 0, keyWatermark: -Infinity, watermark: -Infinity, arrived: fact.arrivedAt };
    blaming(windowName(window), () => window.add(window.initial(), fact.partitionKey, fact, moment));
  }
}

/** What was applied has passed {@link tryOn}. Only a redelivery to a newer program can throw here, and then it goes without. */
function contributionsOf<E>(windows: readonly WindowPart<E>[], fact: Fact<E>): Contribution<E>[] {
  return windows.flatMap((window) => {
    try {
      const group = window.groupOf(fact.event);
      return group === undefined ? [] : [{ window: window.name, group, fact }];
    } catch {
      return [];
    }
  });
}

function disposedOf<E>(
  { disposition, fresh, reason }: Ruling,
  { record, event }: AcceptedRecord<E>,
  fact: Fact<E> | undefined,
  windows: readonly WindowPart<E>[],
): Disposed<E> {
  const listed = fact && (disposition === 'late' || disposition === 'failed');
  return {
    record,
    event,
    disposition,
    fresh,
    time: fact?.time,
    ...(reason !== undefined && { reason }),
    ...(listed && { windows: windows.flatMap((window) => windowsOf(window, fact.time)) }),
  };
}

function windowsOf<E>(window: WindowPart<E>, time: number) {
  return window.windowsAt(time).map(({ start, end }) => ({ name: window.name, start, end }));
}
