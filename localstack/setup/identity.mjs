// @ts-check
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What tells a process from a later one that was given the same pid: the moment at which the operating system says it
 * began. On Linux that is the boot id and field 22 of `/proc/<pid>/stat`, elsewhere what `ps -o lstart=` prints.
 *
 * @param {number} pid
 * @returns {string | undefined} undefined when no such process runs; one that has ended and waits to be reaped counts as ended
 */
export function processIdentity(pid) {
  if (!Number.isInteger(pid) || pid < 1) return undefined;
  return process.platform === 'linux' ? linuxIdentity(pid) : portableIdentity(pid);
}

/** @param {number} pid */
function linuxIdentity(pid) {
  try {
    const fields = statFields(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    if (fields.state === 'Z' || fields.state === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)}:${fields.started}`;
  } catch {
    return undefined;
  }
}

/**
 * What `ps` tells of the start, in words that are the same in every shell.
 *
 * @param {number} pid
 */
export function portableIdentity(pid) {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    const [state = '', ...started] = line.split(/\s+/);
    return line === '' || state.startsWith('Z') ? undefined : started.join(' ');
  } catch {
    return undefined;
  }
}

/**
 * The fields of a line of `/proc/<pid>/stat` that matter here. The name of the program stands in parentheses and may
 * hold anything, so fields are counted from the last closing one.
 *
 * @param {string} line
 * @returns {{ state: string; parent: number; group: number; session: number; started: string; residentPages: number }}
 */
export function statFields(line) {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const field = (/** @type {number} */ number) => fields[number - 3] ?? '';
  return {
    state: field(3),
    parent: Number(field(4)),
    group: Number(field(5)),
    session: Number(field(6)),
    started: field(22),
    residentPages: Number(field(24)),
  };
}
