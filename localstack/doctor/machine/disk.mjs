// @ts-check
import { diskOf } from '../../setup/disk.mjs';
import { error, ok, warning } from '../finding.mjs';

/**
 * Room on the disk of the folder that holds everything (`CAUDAL_HOME`).
 *
 * @param {string} home
 * @param {(folder: string) => { free: number }} [look]
 */
export function disk(home, look = diskOf) {
  const { free } = look(home);
  const found = `${free.toFixed(1)} GB free at ${home}`;
  const more = {
    why: 'Cassandra stops when the disk is full, and nothing else can be kept either.',
    mend: `du -sh ${home}/clouds/*   # ./caudal reset empties a cloud; or move all of it: CAUDAL_HOME=<folder>`,
  };
  if (free < 1) return error('disk', found, more);
  return free < 5 ? warning('disk', found, more) : ok('disk', found);
}
