import { MAX_RECORD_AGE_HOURS } from '../../record-age.ts';
import type { ItemKind } from './item-kind.ts';
import type { ItemState } from './item-state.ts';

/** What due times are rounded up to. */
export const ROUND_MS = 10_000;
const HOUR_MS = 3_600_000;

/** The function that wrote a version has published it by then, or died over it. */
const SOON_MS = 60_000;

/** The mapping has delivered a batch again by then, or given it up. */
const GIVEN_UP_MS = (MAX_RECORD_AGE_HOURS + 1) * HOUR_MS;

/** Outputs of a version that are not known to be out, and who sees to it. */
export interface Unpublished {
  /** Alerts, decisions, or what a sweep found: only a sweep comes for it. */
  readonly soon: boolean;
  /** Results of a batch: the batch is delivered again if it dies over them. */
  readonly results: boolean;
}

/**
 * When a sweep has something to do, in milliseconds of arrival time; undefined: never. Rounded up, to 10 s or an hour, so
 * that the index of due items seldom changes when the item does: each change of it is billed as two writes.
 */
export function dueOf<E>(kind: ItemKind<E>, state: ItemState, { soon, results }: Unpublished): number | undefined {
  const { watermark, arrived } = kind.parts.due(state);
  const writtenAt = state.stamp / 1000;
  const due = Math.min(
    watermark === undefined ? Number.POSITIVE_INFINITY : roundUp(watermark + kind.latenessMs, ROUND_MS),
    arrived === undefined ? Number.POSITIVE_INFINITY : roundUp(arrived, ROUND_MS),
    soon ? roundUp(writtenAt + SOON_MS, ROUND_MS) : Number.POSITIVE_INFINITY,
    results ? roundUp(writtenAt + GIVEN_UP_MS, HOUR_MS) : Number.POSITIVE_INFINITY,
  );
  return due === Number.POSITIVE_INFINITY ? undefined : due;
}

/** The next multiple of the step, in milliseconds. */
export function roundUp(ms: number, step: number): number {
  return Math.ceil(ms / step) * step;
}
