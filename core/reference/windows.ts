import type { Window, WindowResult } from '../analysis/window.ts';
import { aggregateValues } from './aggregate-values.ts';
import type { Applied } from './applied.ts';
import { derivedToo } from './derived.ts';

/** A window that events fell into. */
export interface Instance<E> {
  /** Key of the result. */
  readonly key: string;
  readonly group: string;
  readonly start: number;
  readonly end: number;
  /** In the order of the stream; at least one. */
  readonly events: readonly Applied<E>[];
}

/**
 * The windows into which events of one partition key (of scope `stream`: of all) fell, by group.
 *
 * @param applied all of them, in the order of the stream
 */
export function instancesOf<E>(window: Window<E>, applied: readonly Applied<E>[]): readonly Instance<E>[] {
  const counted = applied.filter(({ event }) => window.where?.(event) ?? true);
  const groups = Map.groupBy(counted, ({ event }) => window.groupBy?.(event) ?? '');
  return [...groups].flatMap(([group, events]) => {
    const key = keyOf(window, events[0]?.partitionKey ?? '', group);
    return spansOf(window, events).map(({ start, end }) => {
      const within = events.filter(({ time }) => start <= time && time < end);
      return { key, group, start, end, events: within };
    });
  });
}

/** What an instance comes to with the events that it has. */
export function resultOf<E>(window: Window<E>, instance: Instance<E>, final: boolean): WindowResult {
  const { events, ...named } = instance;
  const aggregated = { ...named, values: aggregateValues(window.aggregates, events), events: events.length };
  return {
    window: window.name,
    ...aggregated,
    values: derivedToo(window, aggregated),
    final,
    lastEventId: events.at(-1)?.id ?? '',
  };
}

function keyOf<E>(window: Window<E>, partitionKey: string, group: string): string {
  if (window.scope === 'stream') return group;
  return window.groupBy ? `${partitionKey.replaceAll('%', '%25').replaceAll('/', '%2F')}/${group}` : partitionKey;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** From when to when the windows of a group's events reach, by start. */
function spansOf<E>(window: Window<E>, events: readonly Applied<E>[]): readonly Span[] {
  const times = [...new Set(events.map(({ time }) => time))].sort((a, b) => a - b);
  if (window.kind === 'session') return sessionsOf(times, window.gapSeconds * 1000);
  const size = window.sizeSeconds * 1000;
  const hop = window.kind === 'hopping' ? window.hopSeconds * 1000 : size;
  const starts = new Set(times.flatMap((time) => startsOf(time, size, hop)));
  return [...starts].sort((a, b) => a - b).map((start) => ({ start, end: start + size }));
}

/** All multiples of the hop from which a window of this size reaches the time. */
function startsOf(time: number, size: number, hop: number): number[] {
  const last = Math.floor(time / hop) * hop;
  return Array.from({ length: Math.ceil(size / hop) }, (_, index) => last - index * hop).filter(
    (start) => time < start + size,
  );
}

/** A session ends where the next event is a gap or more away. */
function sessionsOf(times: readonly number[], gap: number): readonly Span[] {
  const firsts = times.filter((time, index) => index === 0 || time - (times[index - 1] ?? 0) >= gap);
  return firsts.map((start, index) => {
    const next = firsts[index + 1] ?? Number.POSITIVE_INFINITY;
    const last = times.findLast((time) => time < next) ?? start;
    return { start, end: last + gap };
  });
}
