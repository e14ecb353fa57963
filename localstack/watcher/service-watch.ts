import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudConfig, ServiceName } from '../config.ts';
import { endingOf } from '../exit-status.ts';
import { isRunning } from '../process.ts';
import { type RunRecord, readRecord } from '../run-record.ts';
import { afterCrash, type CrashRow, standardBackOff } from './back-off.ts';
import type { JournalEntry } from './journal.ts';

/** How a crashed service is started again: seconds until it answered, or undefined when somebody else took care of it. */
export type Restart = (
  config: CloudConfig,
  name: ServiceName,
  crashed: RunRecord,
  signal: AbortSignal,
) => Promise<number | undefined>;

interface Surroundings {
  /** Ends waiting; a start under way is completed. */
  readonly signal: AbortSignal;
  readonly tell: (entry: JournalEntry) => void;
  /** @default the real thing, loaded at the first crash: until then the watcher stays small */
  readonly restart?: Restart;
  /** @default `standardBackOff` */
  readonly backOff?: typeof standardBackOff;
}

/** Unit: ms. The shell that waits for a service writes its exit status just after its end. */
const statusWithinMs = 500;

/** Watches one service and restarts it when its process ends though nobody has stopped it. */
export class ServiceWatch {
  readonly #name: ServiceName;
  readonly #config: CloudConfig;
  readonly #surroundings: Surroundings;
  #row: CrashRow | undefined;
  #givenUp: string | undefined;
  #work: Promise<void> | undefined;

  constructor(name: ServiceName, config: CloudConfig, surroundings: Surroundings) {
    this.#name = name;
    this.#config = config;
    this.#surroundings = surroundings;
  }

  /** Looks once. A restart goes on beside later looks. */
  look(): void {
    if (this.#work) return;
    const record = readRecord(this.#config, this.#name);
    if (record === undefined || record.heldSince !== undefined || record.run === this.#givenUp) return;
    if (isRunning(record)) return;
    this.#work = this.#revive(record)
      .catch((error) => console.error(error))
      .then(() => {
        this.#work = undefined;
      });
  }

  /** Waits for the end of a restart that is under way. */
  async settled(): Promise<void> {
    await this.#work;
  }

  async #revive(crashed: RunRecord): Promise<void> {
    const { signal, tell, restart = restartForReal, backOff = standardBackOff } = this.#surroundings;
    const ending = await this.#ending(crashed);
    if (ending === undefined) return;
    const livedMs = Date.now() - Date.parse(crashed.startedAt);
    const verdict = afterCrash(backOff, this.#row, livedMs, performance.now());
    this.#row = verdict.row;
    if ('gaveUpAfterMs' in verdict) {
      this.#givenUp = crashed.run;
      // Whoever starts it by hand may have mended it.
      this.#row = undefined;
      tell({
        kind: 'gave-up',
        crashes: verdict.row.crashes,
        withinSeconds: Math.ceil(verdict.gaveUpAfterMs / 1000),
        ...ending,
      });
      return;
    }
    tell({ kind: 'ended', ...ending });
    const attempt = verdict.row.crashes;
    try {
      await sleep(verdict.restartInMs, undefined, { signal });
      const seconds = await restart(this.#config, this.#name, crashed, signal);
      if (seconds === undefined) this.#row = undefined;
      else tell({ kind: 'restarted', attempt, readySeconds: Math.round(seconds * 10) / 10, ...ending });
    } catch (error) {
      if (signal.aborted) return;
      tell({ kind: 'failed', attempt, reason: error instanceof Error ? error.message : String(error), ...ending });
    }
  }

  /** How it ended; undefined when it was no crash after all: a command is stopping or starting it at this moment. */
  async #ending(crashed: RunRecord) {
    const endedAt = new Date().toISOString();
    const deadline = performance.now() + statusWithinMs;
    while (endingOf(this.#config, this.#name) === undefined && performance.now() < deadline) await sleep(20);
    const now = readRecord(this.#config, this.#name);
    if (now?.run !== crashed.run || now.heldSince !== undefined) return undefined;
    const how = endingOf(this.#config, this.#name);
    return { service: this.#name, endedAt, ...(how ? { how } : {}) };
  }
}

const restartForReal: Restart = async (config, name, crashed, signal) => {
  const [{ services }, { restartCrashed }] = await Promise.all([
    import('../services/index.ts'),
    import('./restart.ts'),
  ]);
  return restartCrashed(services[name], config, crashed, signal);
};
