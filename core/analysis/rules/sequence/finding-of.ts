import { clip } from '../../../show.ts';
import type { AggregateValue } from '../../aggregate.ts';
import type { SequenceRule } from '../../rule.ts';
import { guardedText } from '../guarded.ts';
import { MAX_MESSAGE, plainValues } from '../plain-values.ts';
import type { Held } from './held-events.ts';

/** A finding as it may wait in the state: plain JSON. */
export type SequenceFinding = {
  cause: string;
  at: number;
  message: string;
  values: Record<string, AggregateValue>;
  events: string[];
};

/** What a sequence raises for these events, one a step. */
export function findingOf<E>(rule: SequenceRule<E>, chain: readonly Held[]): SequenceFinding {
  const events = chain.map(({ event }) => event as E);
  const { id: cause = '', time: at = 0 } = chain.at(-1) ?? {};
  return {
    cause,
    at,
    message: clip(
      guardedText('message', () => rule.message(events)),
      MAX_MESSAGE,
    ),
    values: valuesOf(rule, events),
    events: chain.map(({ id }) => id),
  };
}

function valuesOf<E>(rule: SequenceRule<E>, events: readonly E[]): SequenceFinding['values'] {
  try {
    return plainValues(rule.values?.(events) ?? {});
  } catch {
    return {};
  }
}
