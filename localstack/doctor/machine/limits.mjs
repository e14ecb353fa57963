// @ts-check
import { probe } from '../../setup/probe.mjs';
import { error, ok, warning } from '../finding.mjs';

/**
 * How many files a process may open. Node raises its limit as far as it may, and the services inherit that.
 *
 * @param {string | undefined} answer of `ulimit -Hn`
 */
export function openFiles(answer) {
  const limit = answer?.trim() === 'unlimited' ? Number.POSITIVE_INFINITY : Number(answer);
  const found = `${Number.isFinite(limit) ? limit : 'unlimited'} open files a process`;
  const more = {
    why: 'Cassandra opens a thousand files and more; when it may not, writes fail.',
    mend: 'ulimit -n 65536   # for good: LimitNOFILE, /etc/security/limits.conf or launchctl limit maxfiles',
  };
  if (Number.isNaN(limit)) return warning('open files', 'the limit cannot be read', more);
  if (limit < 2048) return error('open files', found, more);
  return limit < 10_000 ? warning('open files', found, more) : ok('open files', found);
}

/** @returns {Promise<string | undefined>} */
export const hardLimit = () => probe('/bin/sh', ['-c', 'ulimit -Hn']);
