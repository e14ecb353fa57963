import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { statFields } from './setup/identity.mjs';

/** A process as the operating system lists it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Session id; on macOS, where `ps` does not tell it, the group again. */
  readonly session: number;
  readonly residentMegabytes: number;
}

const pageBytes = 4096;

/** Every process that runs now. Those that have ended and wait to be reaped are left out. */
export function processTable(): ProcessEntry[] {
  return process.platform === 'linux' ? linuxTable() : portableTable();
}

/** Memory that a process holds resident, in MB, rounded; undefined when it does not run. */
export function residentMegabytes(pid: number): number | undefined {
  return processTable().find((entry) => entry.pid === pid)?.residentMegabytes;
}

/** The process itself, what it started (at any depth), and all of its process group and session. */
export function familyOf(pid: number, table: readonly ProcessEntry[] = processTable()): number[] {
  const members = new Set(
    table.filter((entry) => [entry.pid, entry.group, entry.session].includes(pid)).map((entry) => entry.pid),
  );
  for (let before = -1; before !== members.size; ) {
    before = members.size;
    for (const entry of table) if (members.has(entry.parent)) members.add(entry.pid);
  }
  members.delete(process.pid);
  return [...members];
}

/**
 * Whether a process was started with an environment variable of this value. False when the operating system does not tell.
 */
export function environmentHolds(pid: number, variable: string, value: string): boolean {
  try {
    const variables =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
        : execFileSync('ps', ['-E', '-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).split(/\s/);
    return variables.includes(`${variable}=${value}`);
  } catch {
    return false;
  }
}

function linuxTable(): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const line = readQuietly(`/proc/${name}/stat`);
    if (line === undefined) continue;
    const { state, parent, group, session, residentPages } = statFields(line);
    if (state === 'Z' || state === 'X') continue;
    const resident = Math.round((residentPages * pageBytes) / 1e6);
    entries.push({ pid: Number(name), parent, group, session, residentMegabytes: resident });
  }
  return entries;
}

function portableTable(): ProcessEntry[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,rss=,stat='], { encoding: 'utf8' });
  return text.split('\n').flatMap((line) => {
    const [pid, parent, group, kilobytes, state] = line.trim().split(/\s+/);
    if (state === undefined || state.startsWith('Z')) return [];
    const resident = Math.round((Number(kilobytes) * 1024) / 1e6);
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        session: Number(group),
        residentMegabytes: resident,
      },
    ];
  });
}

function readQuietly(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
