import { Buffer } from 'node:buffer';
import type { Position } from '../../source.ts';
import { applyEntry, failEntry, failForRoom } from './apply-entry.ts';
import type { Entry, ItemKind, Verdict } from './item-kind.ts';
import { reasonOf } from './reason-of.ts';
import { fits, StateTooLargeError } from './state-too-large.ts';
import { parseWork, type Work, writeWork } from './work.ts';

/** What applying records came to. */
export interface Applied {
  readonly work: Work;
  /** The work as JSON. */
  readonly text: string;
  /** One an entry, up to the deferred one. */
  readonly verdicts: readonly Verdict[];
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
  const verdicts = applyFast(kind, work, entries);
  const text = verdicts && writeWork(kind, work);
  return verdicts && text !== undefined && fits(text)
    ? { work, text, verdicts }
    : applyCarefully(kind, reopen(), entries, stamp);
}

/** @returns undefined if something threw: it throws again where that is dealt with */
function applyFast<E>(kind: ItemKind<E>, work: Work, entries: readonly Entry<E>[]): Verdict[] | undefined {
  try {
    return entries.map((entry) => applyEntry(kind, work, entry));
  } catch {
    return undefined;
  }
}

/**
 * With a copy after each entry. What throws is failed. What finds no room is failed where nothing else stands in its way;
 * where alerts and results that are not out take the room, it is deferred: when they are out, it comes again.
 */
function applyCarefully<E>(kind: ItemKind<E>, opened: Work, entries: readonly Entry<E>[], stamp: number): Applied {
  const { state } = opened;
  let roomy = state.published >= state.stamp && state.outbox.length === 0;
  let work = opened;
  state.stamp = stamp;
  let text = writeWork(kind, work);
  const verdicts: Verdict[] = [];
  for (const entry of entries) {
    const verdict = attempt(kind, work, entry);
    if ('thrown' in verdict) {
      work = parseWork(kind, text);
      verdicts.push(failEntry(work, entry, reasonOf(verdict.thrown)));
      text = writeWork(kind, work);
      continue;
    }
    const next = verdict.fresh ? writeWork(kind, work) : text;
    if (fits(next) || !verdict.fresh) {
      verdicts.push(verdict);
      text = next;
      roomy &&= !verdict.fresh;
      continue;
    }
    const error = new StateTooLargeError(kind.pipeline, kind.item, work.state, Buffer.byteLength(next));
    work = parseWork(kind, text);
    if (!roomy) return { work, text, verdicts, deferred: entry.position };
    verdicts.push(failForRoom(kind, work, entry, error.message));
    text = writeWork(kind, work);
  }
  return { work, text, verdicts };
}

function attempt<E>(kind: ItemKind<E>, work: Work, entry: Entry<E>): Verdict | { readonly thrown: unknown } {
  try {
    return applyEntry(kind, work, entry);
  } catch (thrown) {
    return { thrown };
  }
}
