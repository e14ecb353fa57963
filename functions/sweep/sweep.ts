import type { FoldOutcome, GroupFold, KeyFold, Sweep as SweepTime } from '../../core/analysis/fold/types.ts';
import type { Publish } from '../clients/publisher/model.ts';
import { acknowledge } from '../clients/state/acknowledge.ts';
import { foldItems } from '../clients/state/fold-items.ts';
import type { StateStore } from '../clients/state/store.ts';
import type { ItemId, ItemKey } from '../clients/state/subject.ts';
import { SweepCount, type SweepReport } from './report.ts';

/** What a sweep needs of the world. */
export interface SweepPorts<E> {
  readonly pipelineName: string;
  readonly keyFold: KeyFold<E>;
  readonly groupFold: GroupFold<E>;
  readonly state: StateStore;
  readonly publish: Publish;
  /** Up to which arrival everything is applied, in milliseconds since the epoch. */
  readonly arrived: () => Promise<number>;
  /** Keys of items that are due by an instant, in pages. */
  readonly due: (until: number) => AsyncIterable<readonly ItemKey[]>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Sweeps once. @param timeLeft how long it may go on, in milliseconds */
export type Sweep = (timeLeft: () => number) => Promise<SweepReport>;

/** What a page may take, with the tables at their slowest. What is not done now, the next sweep does. */
const RESERVE_MS = 15_000;

/**
 * Makes the sweep: it comes to every item that is due and lets time pass in it, by the same fold as a batch of no events.
 * That closes windows, decides what waits for time (silence, sequences), and brings out what a crash has left. It never
 * changes which events are applied.
 *
 * A sweep may run beside batches and other sweeps: whoever writes an item second folds again on what the first wrote. An
 * item that fails is left for the next sweep, and the others go on.
 *
 * @throws what asking for the stream's positions or for the items that are due throws
 */
export function createSweep<E>(ports: SweepPorts<E>): Sweep {
  const { now, pipelineName } = ports;
  return async (timeLeft) => {
    const begunAt = now();
    const arrived = await ports.arrived();
    const count = new SweepCount(begunAt);
    let finished = true;
    for await (const keys of ports.due(arrived)) {
      if (timeLeft() < RESERVE_MS) {
        finished = false;
        break;
      }
      await sweepPage(ports, keys, { arrived, now: begunAt }, count);
    }
    return count.report({ pipeline: pipelineName, arrived, finished, durationMs: now() - begunAt });
  };
}

async function sweepPage<E>(
  { keyFold, groupFold, state, publish }: SweepPorts<E>,
  keys: readonly ItemKey[],
  sweep: SweepTime,
  count: SweepCount,
): Promise<void> {
  const there = (await state.read(keys)).filter(({ kept }) => kept.state !== undefined && isDue(kept.due, sweep));
  const fold = ({ subject }: ItemId, known: string | undefined): FoldOutcome =>
    subject.kind === 'keyed'
      ? keyFold.fold({ key: subject.key, state: known, records: [], sweep })
      : groupFold.fold({ window: subject.window, group: subject.group, state: known, contributions: [], sweep });
  const items = there.map(({ id }) => ({ id, fold: (known: string | undefined) => fold(id, known) }));
  const folded = await foldItems(state, items, async () => new Map(there.map(({ id, kept }) => [id.pk, kept])));

  const written = folded.flatMap((item) => ('written' in item ? [item] : []));
  const publication = await publish(written.map(({ written: { outcome } }) => outcome));
  const out = written.filter((_, index) => !publication.failed.has(index));
  const acknowledgements = await acknowledge(state, out);
  count.add({ folded, publication, acknowledgements });
}

/** The index of due items is a little behind. */
function isDue(due: number | undefined, { arrived }: SweepTime): boolean {
  return due !== undefined && due <= arrived;
}
