import { systemClock } from '../functions/clients/clock.ts';
import { exitCodes, UserError } from './errors.ts';
import type { Output } from './output.ts';

const DEFAULT_EVERY_MS = 2000;

/** The interval of an option `--watch [duration]`, in milliseconds; nothing where it was not given. */
export function watchInterval(option: number | true | undefined): number | undefined {
  return option === true ? DEFAULT_EVERY_MS : option;
}

/** @throws {UserError} when a command that goes on until Ctrl-C is asked for one JSON document */
export function refuseJson(output: Output, option: '--watch' | '--follow'): void {
  if (!output.json) return;
  throw new UserError(`--json prints one document: it does not go with ${option}`, { exitCode: exitCodes.usage });
}

/** Does something now, and again each `everyMs` until Ctrl-C. The time that it takes itself is part of the interval. */
export async function watch(everyMs: number, signal: AbortSignal, look: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    const next = Date.now() + everyMs;
    await look();
    await systemClock.sleep(Math.max(0, next - Date.now()), signal);
  }
}
