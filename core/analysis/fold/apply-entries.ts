import type { Position } from '../../source.ts';
import { applyEntry, failEntry, failForRoom } from './apply-entry.ts';
import type { Entry, ItemKind, Ruling } from './item-kind.ts';
import { reasonOf } from './reason-of.ts';
import { bytesOf, MAX_STATE_BYTES, StateTooLargeError } from './state-too-large.ts';
import { parseWork, type Work, writeWork } from './work.ts';

/** What applying records came to. */
export interface Applied {
  readonly work: Work;
  /** The work as JSON. */
  readonly text: string;
  /** One an entry, up to the deferred one. */
  readonly rulings: readonly Ruling[];
  /** The first entry that found no room. */
  readonly deferred?: Position;
}

/**
 * Applies entries to an item, in order. An event is applied by all windows and rules or by none. All goes well nearly
 * always, so no copy is made; if something throws or the state grows over its bound, it is done again from the beginning
 * with a copy after each entry (`carefully`).
 */
export function applyEntries<E>(
  kind: ItemKind<E>,
  work: Work,
  reopen: () => Work,
  entries: readonly Entry<E>[],
  stamp: number,
): Applied {
  work.state.stamp = stamp;
  const applied = applyFast(kind, work, entries);
  return applied && bytesOf(applied.text) <= MAX_STATE_BYTES ? applied : applyCarefully(kind, reopen(), entries, stamp);
}

/** @returns undefined if something threw: it throws again where that is dealt with */
function applyFast<E>(kind: ItemKind<E>, work: Work, entries: readonly Entry<E>[]): Applied | undefined {
  try {
    const rulings = entries.map((entry) => applyEntry(kind, work, entry));
    return { work, text: writeWork(kind, work), rulings };
  } catch {
    return undefined;
  }
}

/**
 * With a copy after each entry. What throws is failed. What finds no room is deferred if it would have room once all before it
 * is out, and failed if not even then.
 */
function applyCarefully<E>(kind: ItemKind<E>, opened: Work, entries: readonly Entry<E>[], stamp: number): Applied {
  let work = opened;
  work.state.stamp = stamp;
  let text = writeWork(kind, work);
  const rulings: Ruling[] = [];
  for (const entry of entries) {
    const attempted = attempt(kind, work, entry, text);
    if ('thrown' in attempted) {
      work = parseWork(kind, text);
      rulings.push(failEntry(work, entry, reasonOf(attempted.thrown)));
      text = writeWork(kind, work);
      continue;
    }
    const { ruling, next } = attempted;
    const bytes = bytesOf(next);
    if (bytes <= MAX_STATE_BYTES || !ruling.fresh) {
      rulings.push(ruling);
      text = next;
      continue;
    }
    const { message } = new StateTooLargeError(kind.pipeline, kind.item, work.state, bytes);
    work = parseWork(kind, text);
    const added = bytes - bytesOf(text);
    if (bytesWhenOut(kind, text, entry) + added <= MAX_STATE_BYTES)
      return { work, text, rulings, deferred: entry.position };
    rulings.push(failForRoom(kind, work, entry, message));
    text = writeWork(kind, work);
  }
  return { work, text, rulings };
}

/** What the state will take when all that it says is known to be out, as it is when the entry comes again. */
function bytesWhenOut<E>(kind: ItemKind<E>, text: string, { position }: Entry<E>): number {
  const work = parseWork(kind, text);
  const { state } = work;
  state.published = state.stamp;
  state.outbox = [];
  delete state.decisions;
  delete state.shards[position.shard]?.skipped;
  return bytesOf(writeWork(kind, work));
}

/** Applies an entry and writes what that comes to: what an author's function gives may be nothing that JSON takes. */
function attempt<E>(
  kind: ItemKind<E>,
  work: Work,
  entry: Entry<E>,
  text: string,
): { readonly ruling: Ruling; readonly next: string } | { readonly thrown: unknown } {
  try {
    const ruling = applyEntry(kind, work, entry);
    return { ruling, next: ruling.fresh ? writeWork(kind, work) : text };
  } catch (thrown) {
    return { thrown };
  }
}
