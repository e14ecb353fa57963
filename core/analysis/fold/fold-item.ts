import { Buffer } from 'node:buffer';
import type { Moment } from '../parts.ts';
import { type Applied, applyEntries } from './apply-entries.ts';
import { applyEntry } from './apply-entry.ts';
import { dueOf, type Unpublished } from './due.ts';
import type { Entry, ItemKind, Ruling } from './item-kind.ts';
import type { ItemState } from './item-state.ts';
import { raise } from './outbox.ts';
import { standingOf } from './positions.ts';
import type { BatchStart, FoldOutcome, StateWrite, Sweep } from './types.ts';
import { decisionsIn } from './waiting-decision.ts';
import { openWork, type Work, writeWork } from './work.ts';

/** What every fold is given. */
interface Input {
  readonly state: string | undefined;
  readonly batch?: BatchStart;
  readonly sweep?: Sweep;
}

interface Done extends Applied {
  readonly changed: boolean;
}

/** The fold of an item of whatever kind: a batch's entries in order, or a sweep. */
export function foldItem<E>(
  kind: ItemKind<E>,
  input: Input,
  entries: readonly Entry<E>[],
): { readonly outcome: FoldOutcome; readonly rulings: readonly Ruling[] } {
  const opened = openWork(kind, input.state, input.batch);
  const done = input.sweep
    ? sweepItem(kind, opened.work, input.state, input.sweep)
    : batchItem(kind, opened.work, input, entries);
  return { outcome: outcomeOf(kind, done, input, opened.partsReset), rulings: done.rulings };
}

function batchItem<E>(
  kind: ItemKind<E>,
  work: Work,
  { state: text, batch }: Input,
  entries: readonly Entry<E>[],
): Done {
  const last = entries.at(-1);
  if (!last || standingOf(work.state, last.position) !== 'fresh') {
    const rulings = entries.map((entry) => applyEntry(kind, work, entry));
    return { work, text: text ?? writeWork(kind, work), rulings, changed: false };
  }
  const reopen = () => openWork(kind, text, batch).work;
  const stamp = stampAfter(work.state, Math.max(last.arrivedAt, batch?.now ?? 0));
  const applied = applyEntries(kind, work, reopen, entries, stamp);
  if (applied.rulings.some(({ fresh }) => fresh)) return { ...applied, changed: true };
  return { ...applied, work: reopen(), text: text ?? applied.text, changed: false };
}

/** Time passes. Writes where that changes anything, or where results wait: they go out with a stamp of now. */
function sweepItem<E>(kind: ItemKind<E>, work: Work, text: string | undefined, { arrived, now }: Sweep): Done {
  const { state } = work;
  const written = state.stamp;
  state.stamp = stampAfter(state, now);
  const before = writeWork(kind, work);
  const own = kind.momentOf(state, arrived);
  const moment: Moment = { ...own, watermark: Math.max(own.watermark, arrived - kind.latenessMs) };
  raise(kind, state, kind.parts.pass(state, kind.key, moment), now);
  const after = writeWork(kind, work);
  if (after !== before || kind.parts.pending(state, kind.key, own).length > 0)
    return { work, text: after, rulings: [], changed: true };
  state.stamp = written;
  return { work, text: text ?? after, rulings: [], changed: false };
}

/**
 * The function's clock rather than the arrivals, for Keyspaces takes no write time of more than two days ago or five
 * minutes ahead, and the stream may hold a week.
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/client-side-timestamps-how-to-queries.html
 */
function stampAfter(state: ItemState, nowMs: number): number {
  return Math.max(state.stamp + 1, Math.floor(nowMs * 1000));
}

function outcomeOf<E>(kind: ItemKind<E>, done: Done, { sweep }: Input, partsReset: number): FoldOutcome {
  const { work, text, changed, deferred } = done;
  const { state } = work;
  const results = kind.parts.pending(state, kind.key, kind.momentOf(state, state.arrivedAt));
  const alerts = state.outbox.map(({ alert }) => alert);
  const decisions = decisionsIn(kind, state);
  const swept = sweep !== undefined && results.length > 0;
  const waiting = { soon: alerts.length > 0 || decisions.length > 0 || swept, results: results.length > 0 };
  const acknowledged = (): StateWrite => {
    const { decisions: _, ...rest } = state;
    const after: ItemState = { ...rest, published: state.stamp, outbox: [] };
    return writeOf(kind, after, JSON.stringify(after), { soon: false, results: false });
  };
  return {
    ...writeOf(kind, state, text, waiting),
    changed,
    stamp: state.stamp,
    results,
    alerts,
    decisions,
    acknowledged: waiting.soon || (deferred && waiting.results) ? acknowledged() : undefined,
    deferred,
    counts: { idsOverflowed: work.ids.overflowed, partsReset, bytes: Buffer.byteLength(text) },
  };
}

function writeOf<E>(kind: ItemKind<E>, state: ItemState, text: string, waiting: Unpublished): StateWrite {
  return {
    state: text,
    due: dueOf(kind, state, waiting),
    expiresAt: Math.ceil((state.arrivedAt + kind.keptMs) / 1000),
  };
}
