import type { Columns } from '../aggregates/columns.ts';
import { setNextClose } from './closing.ts';
import type { LiveWindow } from './live-window.ts';
import { groupKey, groupOfKey, type PartState, type Tally } from './part-state.ts';
import type { Retraction, WindowKind } from './window-kind.ts';

/** Runs from the time of its first event to that of its last; it ends a gap after that. */
export type Session = Tally & { s: number; e: number };

/** A retraction: key of the group, start, end, events, id of the event behind it, stamp. */
type Gone = [group: string, start: number, end: number, events: number, by: string, changed: number];

export type SessionsState = PartState & {
  /** Sessions by group, by start. */
  g: Record<string, Session[]>;
  /** Retractions that are not known to be out. */
  r?: Gone[];
};

/** Sessions: events less than a gap apart belong together. An event may move a session's start, or merge two. */
export function createSessionWindows<E>(gap: number, columns: Columns<E>): WindowKind<SessionsState> {
  const live = (key: string, session: Session): LiveWindow => ({
    group: groupOfKey(key),
    start: session.s,
    end: session.e + gap,
    changed: session.c ?? 0,
    events: session.n,
    lastEventId: session.l,
    states: () => session.a,
  });
  const windows = ({ g }: SessionsState) =>
    Object.entries(g).flatMap(([key, sessions]) => sessions.map((session) => live(key, session)));
  return {
    initial: () => ({ g: {} }),
    windows,
    retractions: ({ r = [] }) => r.map(retractionOf),
    windowsAt: () => [],
    // What ended before the event can't be what it belongs to.
    reaches: (time, horizon) => time < horizon,
    add(state, group, taken, fact, { stamp }) {
      const key = groupKey(group);
      const sessions = state.g[key] ?? [];
      const joined = sessions.filter(({ s, e }) => s - gap < fact.time && fact.time < e + gap);
      const session: Session = {
        s: Math.min(fact.time, ...joined.map(({ s }) => s)),
        e: Math.max(fact.time, ...joined.map(({ e }) => e)),
        n: joined.reduce((events, { n }) => events + n, 1),
        l: fact.id,
        c: stamp,
        a: columns.add(
          joined.reduce((merged, { a }) => columns.merge(merged, a), columns.initial),
          taken,
          fact,
        ),
      };
      const gone = joined
        .filter(({ s }) => s !== session.s)
        .map(({ s, e, n }): Gone => [key, s, e + gap, n, fact.id, stamp]);
      state.g[key] = [...sessions.filter((other) => !joined.includes(other)), session].sort((a, b) => a.s - b.s);
      if (gone.length > 0) state.r = [...(state.r ?? []), ...gone];
      setNextClose(state, windows(state));
      return { retractions: gone.map(retractionOf), windows: [live(key, session)] };
    },
    prune(state, isDone, published) {
      for (const [key, sessions] of Object.entries(state.g)) {
        const kept = sessions.filter((session) => !isDone(live(key, session)));
        if (kept.length === 0) delete state.g[key];
        else state.g[key] = kept;
        for (const session of kept) if (session.c !== undefined && session.c <= published) delete session.c;
      }
      const untold = state.r?.filter(([, , , , , changed]) => changed > published);
      if (untold?.length) state.r = untold;
      else delete state.r;
    },
  };
}

function retractionOf([key, start, end, events, by, changed]: Gone): Retraction {
  return { group: groupOfKey(key), start, end, events, by, changed };
}
