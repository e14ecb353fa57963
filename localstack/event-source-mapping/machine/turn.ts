import type { MappingSettings } from '../model.ts';
import type { Command, Discard } from '../protocol.ts';
import type { Rules } from '../rules/index.ts';
import type { ShardState } from './state.ts';

/** `LastProcessingResult` texts. The first three are AWS's, the others say what AWS leaves unsaid. */
export const results = {
  none: 'No records processed',
  ok: 'OK',
  failed: 'PROBLEM: Function call failed',
  undelivered: 'PROBLEM: Records were given up and the on-failure destination could not be reached',
  trimmed: 'PROBLEM: Records left the stream before they were read; reading goes on at the trim horizon',
} as const;

/** One step of a shard: what is fixed during it, and what it wants done. */
export interface Turn {
  readonly rules: Rules;
  readonly settings: MappingSettings;
  readonly now: number;
  /** Everything that came into the stream before this time has been read. */
  readonly caughtUpTo: number;
  /** The end of the shard was read. */
  readonly closed: boolean;
  readonly emit: (command: Command) => void;
  /** A new id for an invocation or a delivery. */
  readonly nextId: () => string;
  /** What the step has to say as the mapping's last result. */
  readonly report: (result: string) => void;
  readonly lose: (discard: Discard, why: 'no-destination' | 'destination-failed') => void;
}

/** A turn, and a way to read what it gathered. */
export interface OpenTurn {
  readonly turn: Turn;
  readonly commands: Command[];
  readonly gathered: () => { readonly ids: number; readonly result: string };
}

/** Begins a step. */
export function openTurn(rules: Rules, state: ShardState, now: number): OpenTurn {
  const commands: Command[] = [];
  let { ids, result } = state;
  const emit = (command: Command): void => void commands.push(command);
  const turn: Turn = {
    rules,
    settings: state.settings,
    now,
    caughtUpTo: state.caughtUpTo,
    closed: state.closed,
    emit,
    nextId: () => {
      ids += 1;
      return `${state.shardId}/${ids}`;
    },
    report: (text) => {
      result = text;
    },
    lose: (discard, why) => {
      if (why === 'destination-failed') result = results.undelivered;
      emit({ type: 'lost', discard, why });
    },
  };
  return { turn, commands, gathered: () => ({ ids, result }) };
}
