import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CloudConfig, ServiceName } from '../config.ts';
import { journalFile } from '../layout.ts';

/** How and when a service ended that nobody had stopped. */
interface Ending {
  readonly service: ServiceName;
  /** ISO 8601. */
  readonly endedAt: string;
  /** Such as `signal SIGKILL`; undefined when nobody saw it. */
  readonly how?: string;
}

/** What the watcher writes down. */
export type JournalEntry =
  | ({ readonly kind: 'ended' } & Ending)
  /** It answers again. `attempt` counts from 1; `readySeconds` is the time from its new start to its answer. */
  | ({ readonly kind: 'restarted'; readonly attempt: number; readonly readySeconds: number } & Ending)
  | ({ readonly kind: 'failed'; readonly attempt: number; readonly reason: string } & Ending)
  /** So many times in a row, within so many seconds, that it stays down until `startCloud`. */
  | ({ readonly kind: 'gave-up'; readonly crashes: number; readonly withinSeconds: number } & Ending)
  /** The machine slept, or the watcher was stopped, for so long. */
  | { readonly kind: 'paused'; readonly seconds: number };

/** An entry with the moment at which it was written. ISO 8601. */
export type JournalLine = JournalEntry & { readonly at: string };

const keptLines = 500;

/**
 * Adds an entry. Of more than a thousand the older half goes. Never throws: on a full disk services are restarted all the
 * same, and what cannot be written down is said on the standard error stream.
 */
export function writeJournal(config: CloudConfig, entry: JournalEntry): void {
  try {
    append(config, entry);
  } catch (error) {
    console.error(error);
  }
}

function append(config: CloudConfig, entry: JournalEntry): void {
  const file = journalFile(config);
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  if (lines.length <= 2 * keptLines) return;
  writeFileSync(`${file}.part`, `${lines.slice(-keptLines).join('\n')}\n`);
  renameSync(`${file}.part`, file);
}

/**
 * The entries since a moment, oldest first. That a service has ended is left out once it is said what came of it.
 *
 * @param since Unit: ms since 1970.
 */
export function readJournal(config: CloudConfig, since: number): JournalLine[] {
  const file = journalFile(config);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap(parsed)
    .filter(({ at }) => Date.parse(at) >= since);
  const isTold = (entry: JournalLine, index: number) =>
    entry.kind === 'ended' &&
    lines
      .slice(index + 1)
      .some((later) => later.kind !== 'paused' && later.service === entry.service && later.endedAt === entry.endedAt);
  return lines.filter((entry, index) => !isTold(entry, index));
}

/** A line that a full disk has cut is no entry. */
function parsed(line: string): JournalLine[] {
  try {
    return [JSON.parse(line) as JournalLine];
  } catch {
    return [];
  }
}
