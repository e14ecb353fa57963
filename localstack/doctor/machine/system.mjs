// @ts-check
import os from 'node:os';
import { windowsText } from '../../setup/remedies.mjs';
import { error, ok, warning } from '../finding.mjs';

/** The operating system and the number of processors. @param {{ platform: string; release: string; cpus: number }} [machine] */
export function system(
  machine = { platform: process.platform, release: os.release(), cpus: os.availableParallelism() },
) {
  const { platform, release, cpus } = machine;
  const found = `${platform} ${release}, ${cpus} processor${cpus === 1 ? '' : 's'}`;
  if (platform !== 'linux' && platform !== 'darwin') {
    const why = 'Cassandra and LocalStack run on Linux and macOS.';
    return error('system', found, { why, mend: windowsText });
  }
  if (cpus < 2) {
    const why = 'Cassandra, LocalStack and the functions share it: starts take twice as long.';
    return warning('system', found, { why, mend: 'Give the machine (or its virtual machine) two processors.' });
  }
  return ok('system', found);
}
