import type { AcceptedRecord } from '../../store.ts';
import type { Alert } from '../alert.ts';
import type { Decision } from '../decision.ts';
import { createGroupFold } from '../fold/group-fold.ts';
import { createKeyFold } from '../fold/key-fold.ts';
import type { AnalyzedPipeline } from '../fold/pipeline-parts.ts';
import type { Contribution, FoldOutcome, Sweep } from '../fold/types.ts';
import type { Fact } from '../parts.ts';
import type { WindowResult } from '../window.ts';

/** An event that was not applied, and why. */
export interface Unapplied<E> {
  readonly event: E;
  readonly disposition: 'duplicate' | 'late' | 'failed';
  /** Why it failed. */
  readonly reason?: string;
  /** The window of scope `stream` that it came too late for; the windows of its key may have it. */
  readonly window?: string;
}

/** What folding has brought about, once it is out. */
export interface Effects<E> {
  readonly alerts: readonly Alert[];
  readonly decisions: readonly Decision[];
  readonly results: readonly WindowResult[];
  readonly unapplied: readonly Unapplied<E>[];
}

/** An item in memory: what the last write left, and how a sweep folds it. */
interface Item {
  state?: string;
  due?: number | undefined;
  readonly sweep: (state: string | undefined, sweep: Sweep) => FoldOutcome;
}

/** All items of a pipeline in memory, kept as JSON between the folds, which are those of the function. */
export class FoldedItems<E> {
  readonly #keyFold;
  readonly #groupFold;
  readonly #items = new Map<string, Item>();

  constructor(pipeline: AnalyzedPipeline<E>) {
    this.#keyFold = createKeyFold(pipeline);
    this.#groupFold = createGroupFold(pipeline);
  }

  /** When a sweep has something to do next, in milliseconds of arrival time; undefined: never. */
  get due(): number | undefined {
    const dues = [...this.#items.values()].flatMap(({ due }) => due ?? []);
    return dues.length > 0 ? Math.min(...dues) : undefined;
  }

  /** Folds a record into its key's item and, from there, into those of the groups that it belongs to. */
  add(accepted: AcceptedRecord<E>): readonly Effects<E>[] {
    const { partitionKey: key, position, arrivedAt } = accepted.record;
    const item = this.#item(`key ${key}`, (state, sweep) => this.#keyFold.fold({ key, state, sweep, records: [] }));
    const batch = { from: position, now: arrivedAt };
    const outcomes = write(item, (state) => this.#keyFold.fold({ key, state, batch, records: [accepted] }));
    const unapplied = outcomes.flatMap(({ disposed }) => disposed.flatMap((one) => unappliedOf(one)));
    const contributions = outcomes.flatMap((outcome) => outcome.contributions);
    return [
      ...outcomes.map((outcome) => ({ ...outcome, unapplied: [] })),
      { alerts: [], decisions: [], results: [], unapplied },
      ...contributions.flatMap((contribution) => this.#contribute(contribution)),
    ];
  }

  /** A sweep over all items, with the clock at `now` and nothing left to apply. */
  sweep(now: number): readonly Effects<E>[] {
    const swept = [...this.#items.values()].flatMap((item) =>
      write(item, (state) => item.sweep(state, { arrived: now, now })),
    );
    return swept.map(({ alerts, decisions, results }) => ({ alerts, decisions, results, unapplied: [] }));
  }

  #contribute(contribution: Contribution<E>): readonly Effects<E>[] {
    const { window, group, fact } = contribution;
    const fold = (input: object) =>
      this.#groupFold.fold({ window, group, contributions: [], state: undefined, ...input });
    const item = this.#item(`group ${window} ${group}`, (state, sweep) => fold({ state, sweep }));
    const batch = { from: fact.position, now: fact.arrivedAt };
    return write(item, (state) => fold({ state, batch, contributions: [contribution] })).map((outcome) => ({
      ...outcome,
      unapplied: outcome.disposed.flatMap((one) => unappliedOf({ ...one, event: fact.event, window })),
    }));
  }

  #item(name: string, sweep: Item['sweep']): Item {
    const item = this.#items.get(name) ?? { sweep };
    this.#items.set(name, item);
    return item;
  }
}

/** Folds and writes, as often as it takes: what has no room comes again when the outputs before it are out. */
function write<O extends FoldOutcome>(item: Item, fold: (state: string | undefined) => O): readonly O[] {
  const outcomes: O[] = [];
  for (let deferred = true; deferred; ) {
    const outcome = fold(item.state);
    const { state, due } = outcome.acknowledged ?? outcome;
    item.state = state;
    item.due = due;
    outcomes.push(outcome);
    deferred = outcome.deferred !== undefined;
  }
  return outcomes;
}

function unappliedOf<E>(decision: {
  readonly event: Fact<E>['event'];
  readonly disposition: string;
  readonly reason?: string;
  readonly window?: string;
}): Unapplied<E>[] {
  const { event, disposition, reason, window } = decision;
  if (disposition !== 'duplicate' && disposition !== 'late' && disposition !== 'failed') return [];
  return [{ event, disposition, ...(reason !== undefined && { reason }), ...(window !== undefined && { window }) }];
}
