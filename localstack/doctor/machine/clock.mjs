// @ts-check
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { error, ok, warning } from '../finding.mjs';

/** A clock before this moment was never set: it is when this check was written. */
const earliest = Date.UTC(2026, 10, 22);

/**
 * What there is to know about the time without a network.
 *
 * @typedef {object} Clock
 * @property {number} now of the system. Unit: ms since 1970
 * @property {number} fileTime that the file system gave a file at the same moment
 * @property {number} stepMs by how much the system's clock was set while this process ran
 * @property {string | undefined} variable `TZ`
 * @property {string} zone that programs see
 */

/** @param {Clock} clock */
export function clock({ now, fileTime, stepMs, variable, zone }) {
  const time = new Date(now).toISOString();
  const found = `${time}, ${zone}`;
  if (now < earliest) {
    const why = 'Event times, time to live and signatures all follow it.';
    return error('clock', found, {
      why,
      mend: 'Set the clock: sudo timedatectl set-ntp true (macOS: sudo sntp -sS time.apple.com).',
    });
  }
  if (Math.abs(fileTime - now) > 2000) {
    const why = `A new file is dated ${((fileTime - now) / 1000).toFixed(0)} s away from the system's clock: set-up and CDK compare such times.`;
    return warning('clock', found, {
      why,
      mend: 'Put CAUDAL_HOME on a local disk, or set the clock of the file server (WSL2: wsl --shutdown).',
    });
  }
  if (Math.abs(stepMs) > 1000) {
    const why = `The clock was set by ${(stepMs / 1000).toFixed(1)} s just now; latencies measured meanwhile are wrong by as much.`;
    return warning('clock', found, { why, mend: 'Wait until the clock is settled (timedatectl), then measure again.' });
  }
  if (variable && zone === 'UTC' && !/^:?(Etc\/)?(UTC|UCT|GMT|Zulu|Universal|GMT0|Greenwich)/i.test(variable)) {
    const why = `TZ is "${variable}", which no program here knows: times of day are shown in UTC.`;
    return warning('clock', found, { why, mend: 'unset TZ   # or a name such as Europe/Madrid' });
  }
  return ok('clock', found);
}

/** @returns {Clock} */
export function clockOfMachine() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'caudal-clock-'));
  try {
    const file = path.join(folder, 'now');
    const now = Date.now();
    writeFileSync(file, '');
    const stepMs = Date.now() - (performance.timeOrigin + performance.now());
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return { now, fileTime: statSync(file).mtimeMs, stepMs, variable: process.env.TZ, zone: timeZone ?? 'unknown' };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
