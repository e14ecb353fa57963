import { groupBatches } from '../../core/analysis/batch/contributions.ts';
import type { JudgedBatch } from '../../core/analysis/batch/judge-batch.ts';
import type {
  Disposed,
  DisposedContribution,
  FoldOutcome,
  GroupFold,
  GroupOutcome,
  KeyFold,
  KeyOutcome,
} from '../../core/analysis/fold/types.ts';
import { type Failure, lowestFailure } from '../../core/failure.ts';
import type { Position } from '../../core/source.ts';
import { type FoldedItem, foldItems } from '../clients/state/fold-items.ts';
import type { StateStore, Written } from '../clients/state/store.ts';
import { type ItemId, itemId } from '../clients/state/subject.ts';

/** What folding a batch needs. */
export interface FoldBatchPorts<E> {
  readonly pipelineName: string;
  readonly keyFold: KeyFold<E>;
  readonly groupFold: GroupFold<E>;
  readonly state: StateStore;
}

/** An item whose state holds what the batch brought. */
export interface TouchedItem {
  readonly id: ItemId;
  readonly written: Written<FoldOutcome>;
  /** Of the first record of the batch that concerns it. */
  readonly position: Position;
}

/** A batch in the state of its keys and groups. */
export interface FoldedBatch<E> {
  /** By position. */
  readonly touched: readonly TouchedItem[];
  readonly disposed: readonly Disposed<E>[];
  readonly disposedContributions: readonly DisposedContribution<E>[];
  readonly failures: readonly Failure[];
}

/**
 * Folds a batch into the state of its keys, and what they contribute to windows of scope `stream` into that of its groups. A
 * key that fails leaves the others alone; groups then take only what lies below it.
 *
 * @param now the function's clock, in milliseconds since the epoch
 */
export async function foldBatch<E>(
  { pipelineName, keyFold, groupFold, state }: FoldBatchPorts<E>,
  { records, keys }: JudgedBatch<E>,
  now: number,
): Promise<FoldedBatch<E>> {
  const from = records[0]?.position;
  const batch = from && { batch: { from, now } };
  const ofKeys = await foldItems<KeyOutcome<E>>(
    state,
    keys.map(({ key, records: ofKey }) => ({
      id: itemId(pipelineName, { kind: 'keyed', key }),
      fold: (known) => keyFold.fold({ key, state: known, records: ofKey, ...batch }),
    })),
  );
  const keyResult = settle(
    ofKeys,
    keys.map(({ records: [first] }) => first.record.position),
  );

  const groups = groupBatches(
    keyResult.outcomes.flatMap(({ contributions }) => contributions),
    lowestFailure(keyResult.failures),
  );
  const ofGroups = await foldItems<GroupOutcome<E>>(
    state,
    groups.map(({ window, group, contributions }) => ({
      id: itemId(pipelineName, { kind: 'group', window, group }),
      fold: (known) => groupFold.fold({ window, group, state: known, contributions, ...batch }),
    })),
  );
  const groupResult = settle(
    ofGroups,
    groups.map(({ contributions: [first] }) => first.fact.position),
  );
  return {
    touched: [...keyResult.touched, ...groupResult.touched],
    disposed: keyResult.outcomes.flatMap(({ disposed }) => disposed),
    disposedContributions: groupResult.outcomes.flatMap(({ disposed }) => disposed),
    failures: [...keyResult.failures, ...groupResult.failures],
  };
}

/** Parts what is written from what failed. @param positions of the first record that concerns each item */
function settle<O extends FoldOutcome>(items: readonly FoldedItem<O>[], positions: readonly Position[]) {
  const touched: TouchedItem[] = [];
  const outcomes: O[] = [];
  const failures: Failure[] = [];
  for (const [index, item] of items.entries()) {
    const position = positions[index];
    if (!position) continue;
    if ('error' in item) {
      failures.push({ position, error: item.error });
      continue;
    }
    const { id, written } = item;
    const { deferred } = written.outcome;
    touched.push({ id, written, position });
    outcomes.push(written.outcome);
    if (deferred) failures.push({ position: deferred, error: new NoRoomError() });
  }
  return { touched, outcomes, failures };
}

/** Not a fault: what comes behind waits until the alerts before it are out. */
class NoRoomError extends Error {
  override readonly name = 'NoRoomError';

  constructor() {
    super(
      'the state of a key has no room for more alerts before the last ones are out; the rest of the batch comes again',
    );
  }
}
