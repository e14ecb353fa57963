import { leftOutOf } from '../../core/analysis/batch/left-out.ts';
import type { Failure } from '../../core/failure.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { compareSequence, type Position } from '../../core/source.ts';
import type { Outgoing } from '../clients/publisher/model.ts';
import type { FoldedBatch, TouchedItem } from './fold-batch.ts';

/** Something that has to go out, and where in the batch it comes from. */
export interface Planned {
  readonly what: Outgoing;
  /** Of the first record of the batch that concerns it. */
  readonly position: Position;
  /** The item that brought it forth; undefined for an event that was left out. */
  readonly item?: TouchedItem;
}

/** What a folded batch brings forth, in stream order. */
export function planOf<E>(pipeline: Pick<Pipeline<E>, 'id'>, folded: FoldedBatch<E>): readonly Planned[] {
  const items = folded.touched.map((item): Planned => {
    const { results, stamp, alerts, decisions } = item.written.outcome;
    return { what: { results, stamp, alerts, decisions }, position: item.position, item };
  });
  const leftOut = leftOutOf(pipeline, folded.disposed, folded.disposedContributions).map(
    (one): Planned => ({ what: { leftOut: [one] }, position: one.position }),
  );
  return [...items, ...leftOut].sort((a, b) => compareSequence(a.position, b.position));
}

/** What of the plan failed, by position. @param failed by index of the plan */
export function planFailures(plan: readonly Planned[], failed: ReadonlyMap<number, Error>): readonly Failure[] {
  return plan.flatMap(({ position }, index) => {
    const error = failed.get(index);
    return error ? [{ position, error }] : [];
  });
}

/** The items all of whose results, alerts and decisions are out. @param failed by index of the plan */
export function itemsOut(plan: readonly Planned[], failed: ReadonlyMap<number, Error>): readonly TouchedItem[] {
  return plan.flatMap(({ item }, index) => (item && !failed.has(index) ? [item] : []));
}
