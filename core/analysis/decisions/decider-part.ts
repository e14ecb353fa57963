import type { Decider, DeciderInput, RaisedAlert, Verdict } from '../decision.ts';
import type { Fact, Json, Moment } from '../parts.ts';
import { threw } from '../rules/guarded.ts';
import type { WindowResult } from '../window.ts';
import { type AlertMemory, recall, remember } from './alert-memory.ts';
import { checkedVerdict, review } from './checked-verdict.ts';

/** A verdict, and whose it is. */
export interface Decided extends Verdict {
  /** Name of the decider. */
  readonly by: string;
  /** @default 1 */
  readonly version?: number;
  readonly model?: string;
}

/** What windows and rules made of an event. */
export interface Brought {
  /** Results that it changed, retractions too, of each window by start. */
  readonly results: readonly WindowResult[];
  /** Alerts that it raised at once. */
  readonly raised: readonly RaisedAlert[];
}

/** A decider at work, on the state of one item. */
export interface DeciderPart<E> {
  readonly name: string;
  /** What the state depends on: nothing, since what is remembered are alerts. So no change of the decider forgets them. */
  readonly definition: Json;
  initial(): Json;
  /** Sees an applied event, and decides about it where it has to. Never throws. */
  decide(state: Json, fact: Fact<E>, brought: Brought, moment: Moment): Decided | undefined;
}

/** Makes a decider work. The declaration is valid (`validateDecider`). */
export function createDeciderPart<E>(decider: Decider<E>): DeciderPart<E> {
  const { name, version = 1, model } = decider;
  const withinMs = (decider.alertsWithinSeconds ?? 0) * 1000;
  const signed = { by: name, ...(version !== 1 && { version }), ...(model !== undefined && { model }) };
  return {
    name,
    definition: 'alerts',
    initial: () => [],
    decide(state, fact, { results, raised }, { keyWatermark }) {
      const memory = state as AlertMemory;
      const time = Math.min(fact.time, fact.arrivedAt);
      const verdict = verdictOn(decider, fact.event, () => ({
        event: fact.event,
        windows: Object.fromEntries(decider.windows.map((window) => [window, resultOf(window, results)])),
        alerts: withinMs > 0 ? [...recall(memory, time - withinMs), ...raised] : raised,
      }));
      if (withinMs > 0) remember(memory, raised, time, keyWatermark - withinMs);
      return verdict && { ...verdict, ...signed };
    },
  };
}

function verdictOn<E>(decider: Decider<E>, event: E, input: () => DeciderInput<E>): Verdict | undefined {
  try {
    if (!decider.where(event)) return undefined;
  } catch (error) {
    return review([threw('where', error)]);
  }
  return checkedVerdict(() => decider.decide(input()));
}

/** The first that the event changed: it begins first. A sweep may have closed it already, which no decision may depend on. */
function resultOf(window: string, results: readonly WindowResult[]): WindowResult | undefined {
  const result = results.find((one) => one.window === window && !one.retracted);
  return result && { ...result, final: false };
}
