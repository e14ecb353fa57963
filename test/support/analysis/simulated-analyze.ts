import { groupBatches } from '../../../core/analysis/batch/contributions.ts';
import type { Contribution, Disposed, FoldOutcome, GroupFold, KeyFold } from '../../../core/analysis/fold/types.ts';
import { type Failure, lowestFailure, precedes } from '../../../core/failure.ts';
import { compareSequence, type Position } from '../../../core/source.ts';
import type { AcceptedRecord } from '../../../core/store.ts';
import type { SimulatedItem, SimulatedStore } from './simulated-store.ts';

/** An execution environment: the folds, the store, and what it remembers of items. */
export interface SimulatedEnvironment<E> {
  readonly keys: KeyFold<E>;
  readonly groups: GroupFold<E>;
  readonly store: SimulatedStore;
  readonly memory: Map<string, SimulatedItem>;
  /** Whether a write goes wrong: not at all, before it was done, or only its answer. */
  fails(): 'no' | 'before' | 'after';
}

/** Every `yield` is a point at which the function may die, or another may go on. */
type Steps<T> = Generator<void, T>;

interface Updated<O extends FoldOutcome> {
  readonly pk: string;
  readonly outcome: O;
  /** The version that holds the outcome's state. */
  readonly version: number;
}

const error = new Error('a write went wrong');

/**
 * The analyze function over a batch of one shard.
 * @returns the lowest position that failed, from which the batch is delivered again
 */
export function* analyzeBatch<E>(
  environment: SimulatedEnvironment<E>,
  records: readonly [AcceptedRecord<E>, ...AcceptedRecord<E>[]],
  now: number,
): Steps<Position | undefined> {
  const { keys, groups, store } = environment;
  const batch = { from: records[0].record.position, now };
  const failures: Failure[] = [];
  const touched: { readonly from: Position; readonly item: Updated<FoldOutcome> }[] = [];
  const contributions: Contribution<E>[] = [];
  const disposed: Disposed<E>[] = [];
  const touch = (from: Position, item: Updated<FoldOutcome>) => {
    touched.push({ from, item });
    if (item.outcome.deferred) failures.push({ position: item.outcome.deferred, error });
  };

  for (const [key, ofKey] of Map.groupBy(records, ({ record }) => record.partitionKey)) {
    const from = ofKey[0]?.record.position ?? batch.from;
    const pk = JSON.stringify(['key', key]);
    const item = yield* update(environment, pk, (state) => keys.fold({ key, state, batch, records: ofKey }));
    if (!item) failures.push({ position: from, error });
    if (!item) continue;
    touch(from, item);
    contributions.push(...item.outcome.contributions);
    disposed.push(...item.outcome.disposed);
  }
  for (const { window, group, contributions: given } of groupBatches(contributions, lowestFailure(failures))) {
    const from = given[0].fact.position;
    const pk = JSON.stringify(['group', window, group]);
    const fold = (state: string | undefined) => groups.fold({ window, group, state, batch, contributions: given });
    const item = yield* update(environment, pk, fold);
    if (!item) failures.push({ position: from, error });
    if (!item) continue;
    touch(from, item);
    for (const { contribution, disposition } of item.outcome.disposed)
      if (disposition === 'late') store.leftOut.set(contribution.fact.position.sequence, `late in ${window}`);
  }
  for (const { from, item } of touched)
    if (!(yield* publish(environment, item))) failures.push({ position: from, error });

  yield;
  for (const { record, disposition, reason } of disposed)
    if (disposition === 'late' || disposition === 'failed')
      store.leftOut.set(record.position.sequence, reason ?? disposition);
  yield;
  const failed = lowestFailure(failures);
  for (const { record, disposition } of disposed.sort((a, b) => compareSequence(a.record.position, b.record.position)))
    if (disposition !== 'settled' && precedes(record.position, failed)) store.count(record.position, disposition);
  yield;
  return failed?.position;
}

/** The sweep function over items. */
export function* sweepItems<E>(
  environment: SimulatedEnvironment<E>,
  pks: readonly string[],
  sweep: { readonly arrived: number; readonly now: number },
): Steps<undefined> {
  const { keys, groups } = environment;
  for (const pk of pks) {
    const [kind, name, group] = JSON.parse(pk) as [string, string, string];
    const item = yield* update<FoldOutcome>(environment, pk, (state) =>
      kind === 'key'
        ? keys.fold({ key: name, state, records: [], sweep })
        : groups.fold({ window: name, group, state, contributions: [], sweep }),
    );
    if (item) yield* publish(environment, item);
  }
  return undefined;
}

/** Folds and puts until the put wins. @returns undefined if a write went wrong */
function* update<O extends FoldOutcome>(
  { store, memory, fails }: Pick<SimulatedEnvironment<never>, 'store' | 'memory' | 'fails'>,
  pk: string,
  fold: (state: string | undefined) => O,
): Steps<Updated<O> | undefined> {
  let known = memory.get(pk);
  if (!known) {
    yield;
    known = store.items.get(pk);
  }
  for (;;) {
    const version = known?.version ?? 0;
    const outcome = fold(known?.state);
    if (!outcome.changed && outcome.due === known?.due) return { pk, outcome, version };
    yield;
    const failure = fails();
    if (failure === 'before') return undefined;
    const conflict = store.put(pk, version, outcome);
    if (failure === 'after') return undefined;
    known = conflict ? conflict.lost : store.items.get(pk);
    memory.delete(pk);
    if (known) memory.set(pk, known);
    if (!conflict) return { pk, outcome, version: version + 1 };
  }
}

/** Rows, alerts, bus, acknowledgement. @returns false if a write went wrong */
function* publish<E>(
  { store, memory, fails }: SimulatedEnvironment<E>,
  { pk, outcome, version }: Updated<FoldOutcome>,
): Steps<boolean> {
  yield;
  if (fails() === 'before') return false;
  store.write(outcome);
  yield;
  if (fails() === 'before') return false;
  store.publish(outcome);
  yield;
  if (!outcome.acknowledged || fails() === 'before') return true;
  if (!store.put(pk, version, outcome.acknowledged)) {
    const there = store.items.get(pk);
    if (there) memory.set(pk, there);
  }
  return true;
}
