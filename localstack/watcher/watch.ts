import { setTimeout as sleep } from 'node:timers/promises';
import { type CloudConfig, serviceNames } from '../config.ts';
import { isRunning } from '../process.ts';
import { readRecord } from '../run-record.ts';
import { writeJournal } from './journal.ts';
import { journalText } from './journal-text.ts';
import { resumeWriters, rotateLogs } from './logs.ts';
import { ServiceWatch } from './service-watch.ts';

/** Unit: ms. Elsewhere each look at a process costs a `ps`. */
const lookEveryMs = process.platform === 'linux' ? 500 : 2000;
const rotateEveryMs = 5000;
/** A turn of the loop that took so much longer than it should means that the machine slept. */
const sleptMs = 10_000;
/** The record of this process is written just after its start. */
const recordedWithinMs = 10_000;

/**
 * Watches the services of a cloud until the signal: restarts those that crash, rotates logs, and writes both down. Ends by
 * itself when this process is no longer the watcher that the cloud's records name, since somebody has removed the cloud.
 */
export async function watch(config: CloudConfig, signal: AbortSignal): Promise<void> {
  resumeWriters(config);
  const tell = (entry: Parameters<typeof writeJournal>[1]) => {
    writeJournal(config, entry);
    process.stdout.write(`${journalText({ at: new Date().toISOString(), ...entry })}\n`);
  };
  const begun = performance.now();
  const watches = serviceNames.map((name) => new ServiceWatch(name, config, { signal, tell }));
  let rotatedAt = begun;
  let lookedAt = Date.now();
  while (!signal.aborted) {
    if (!isNamed(config) && performance.now() - begun > recordedWithinMs) break;
    const pausedMs = Date.now() - lookedAt - lookEveryMs;
    if (pausedMs > sleptMs) tell({ kind: 'paused', seconds: Math.round(pausedMs / 1000) });
    lookedAt = Date.now();
    for (const each of watches) each.look();
    if (performance.now() - rotatedAt > rotateEveryMs) {
      rotatedAt = performance.now();
      rotateLogs(config);
    }
    await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
  }
  await Promise.all(watches.map((each) => each.settled()));
}

function isNamed(config: CloudConfig): boolean {
  const record = readRecord(config, 'watcher');
  return record?.pid === process.pid && isRunning(record);
}
