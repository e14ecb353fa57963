import type { WindowResult } from '../../../../../core/analysis/window.ts';

/** What the windows of these tests are of. */
export interface Sample {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly value: number;
  readonly group: string;
}

/** The times of a window, in milliseconds. */
export type Times =
  | { readonly kind: 'aligned'; readonly size: number; readonly hop: number }
  | { readonly kind: 'session'; readonly gap: number };

/** A row as a reader finds it. */
export type NaiveRow = Pick<WindowResult, 'group' | 'start' | 'end' | 'events' | 'values'>;

/** All windows of the whole list, worked out the plain way. */
export function naiveWindows(samples: readonly Sample[], times: Times): NaiveRow[] {
  const groups = [...new Set(samples.map(({ group }) => group))];
  return groups.flatMap((group) => {
    const own = samples.filter((sample) => sample.group === group);
    return times.kind === 'session' ? naiveSessions(own, times.gap) : naiveAligned(own, times.size, times.hop);
  });
}

function naiveAligned(samples: readonly Sample[], size: number, hop: number): NaiveRow[] {
  const lowest = Math.min(...samples.map(({ time }) => time)) - 2 * size;
  const highest = Math.max(...samples.map(({ time }) => time));
  const rows: NaiveRow[] = [];
  for (let start = Math.floor(lowest / size) * size; start <= highest; start += hop) {
    const inside = samples.filter(({ time }) => time >= start && time < start + size);
    if (inside.length > 0) rows.push(row(inside, start, start + size));
  }
  return rows;
}

/** Sessions that have events less than a gap apart are merged until none are left. */
function naiveSessions(samples: readonly Sample[], gap: number): NaiveRow[] {
  let sessions = samples.map((sample) => [sample]);
  for (;;) {
    const pair = sessions
      .flatMap((one, index) => sessions.slice(index + 1).map((other) => [one, other] as const))
      .find(([one, other]) => one.some((a) => other.some((b) => Math.abs(a.time - b.time) < gap)));
    if (!pair) break;
    sessions = [...sessions.filter((session) => !pair.includes(session)), pair.flat()];
  }
  return sessions.map((session) => {
    const ordered = session.map(({ time }) => time).sort((one, other) => one - other);
    return row(session, ordered[0] ?? 0, (ordered.at(-1) ?? 0) + gap);
  });
}

function row(samples: readonly Sample[], start: number, end: number): NaiveRow {
  const values = samples.map(({ value }) => value);
  const ordered = samples.toSorted((one, other) => one.time - other.time || (one.id < other.id ? -1 : 1));
  return {
    group: samples[0]?.group ?? '',
    start,
    end,
    events: samples.length,
    values: {
      events: samples.length,
      total: values.reduce((sum, value) => sum + value, 0),
      lowest: Math.min(...values),
      highest: Math.max(...values),
      earliest: ordered[0]?.id ?? null,
      latest: ordered.at(-1)?.id ?? null,
      different: new Set(values).size,
    },
  };
}
