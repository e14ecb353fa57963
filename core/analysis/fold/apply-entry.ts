import type { Entry, ItemKind, Ruling } from './item-kind.ts';
import { raise } from './outbox.ts';
import { advance, standingOf } from './positions.ts';
import { putDecision } from './waiting-decision.ts';
import type { Work } from './work.ts';

/**
 * Decides on an entry and, where that is so, applies it. What is known already is asked first: nothing that has come since
 * may change what was decided.
 * @throws what a function of the pipeline's author throws: the work may then be changed in part, and must not be used
 */
export function applyEntry<E>(kind: ItemKind<E>, work: Work, entry: Entry<E>): Ruling {
  const { state } = work;
  const { position, arrivedAt, fact } = entry;
  const standing = standingOf(state, position);
  if (standing === 'settled' || standing === 'applied') return { disposition: standing, fresh: false };
  if (standing !== 'fresh') {
    const { decided, reason } = standing;
    return { disposition: decided, fresh: false, ...(reason !== undefined && { reason }) };
  }
  if ('problem' in fact) return failEntry(work, entry, fact.problem);
  const decided = kind.judge(work, fact);
  if (decided !== 'applied') {
    advance(state, position, arrivedAt, { decided });
    return { disposition: decided, fresh: true };
  }
  kind.raise(state, fact);
  kind.accept(work, fact);
  advance(state, position, arrivedAt);
  const { found, decided: verdict } = kind.parts.apply(state, kind.key, fact, kind.momentOf(state, arrivedAt));
  raise(kind, state, found, arrivedAt);
  if (verdict) putDecision(state, fact, verdict);
  return { disposition: 'applied', fresh: true };
}

/** The entry is failed, for a reason; nothing of it is applied. */
export function failEntry<E>({ state }: Work, { position, arrivedAt }: Entry<E>, reason: string): Ruling {
  advance(state, position, arrivedAt, { decided: 'failed', reason });
  return { disposition: 'failed', fresh: true, reason };
}

/**
 * The entry is failed since the state has no room for it. Its time passes all the same: a full state that stood still would
 * stay full, and fail all that ever comes.
 */
export function failForRoom<E>(kind: ItemKind<E>, work: Work, entry: Entry<E>, reason: string): Ruling {
  const { state } = work;
  const { fact, arrivedAt } = entry;
  const ruling = failEntry(work, entry, reason);
  if ('problem' in fact) return ruling;
  kind.raise(state, fact);
  raise(kind, state, kind.parts.pass(state, kind.key, kind.momentOf(state, arrivedAt)), arrivedAt);
  return ruling;
}
