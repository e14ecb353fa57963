import type { Window, WindowResult } from '../analysis/window.ts';
import type { Applied } from './applied.ts';
import { type Instance, instancesOf, resultOf } from './windows.ts';

/** A result of a window at some moment. */
export interface Stage<E> {
  /** The window as it was then. */
  readonly instance: Instance<E>;
  /** The window as it ended. */
  readonly outcome: Instance<E>;
  readonly final: boolean;
  /** Works the values out: only where somebody wants them. */
  result(): WindowResult;
}

/**
 * All results of a window in the order in which they come about: after each event those that it changed, by start; then
 * those that the watermark has passed, by end; in the end those that a sweep passes.
 *
 * @param applied events of one partition key (of scope `stream`: of all), in the order of the stream
 * @param watermark up to which a sweep has come
 */
export function courseOf<E>(window: Window<E>, applied: readonly Applied<E>[], watermark: number): readonly Stage<E>[] {
  const outcomes = instancesOf(window, applied);
  const places = new Map(applied.map((one, place) => [one, place]));
  const updates = outcomes.flatMap((outcome) =>
    outcome.events.map((event, index) => ({
      place: places.get(event) ?? 0,
      stage: stageOf(window, outcome, instanceAfter(window, outcome, index), false),
    })),
  );
  const closings = outcomes
    .filter(({ end }) => end <= watermark)
    .map((outcome) => {
      const passed = applied.findIndex((one) => one.watermark >= outcome.end);
      return { place: passed === -1 ? applied.length : passed, stage: stageOf(window, outcome, outcome, true) };
    });
  return [...updates.sort(byStart), ...closings.sort(byEnd)]
    .sort((a, b) => a.place - b.place)
    .map(({ stage }) => stage);
}

interface Placed<E> {
  /** Index of the event after which it came about. */
  readonly place: number;
  readonly stage: Stage<E>;
}

function byStart<E>({ stage: a }: Placed<E>, { stage: b }: Placed<E>): number {
  return a.instance.start - b.instance.start;
}

function byEnd<E>({ stage: a }: Placed<E>, { stage: b }: Placed<E>): number {
  return a.instance.end - b.instance.end;
}

function stageOf<E>(window: Window<E>, outcome: Instance<E>, instance: Instance<E>, final: boolean): Stage<E> {
  return { outcome, instance, final, result: () => resultOf(window, instance, final) };
}

/** A window as it was when one of its events had been applied and the next had not. Sessions were several then, perhaps. */
function instanceAfter<E>(window: Window<E>, outcome: Instance<E>, index: number): Instance<E> {
  const events = outcome.events.slice(0, index + 1);
  if (window.kind !== 'session') return { ...outcome, events };
  const last = events.at(-1);
  const session = instancesOf(window, events).find((one) => last && one.events.includes(last));
  return session ?? { ...outcome, events };
}
