import { type CloudConfig, serviceNames } from '../config.ts';
import { logFile } from '../layout.ts';
import { resume } from '../log/pause.ts';
import { rotateInUse } from '../log/rotate.ts';
import { processTable } from '../process-table.ts';
import { readRecord } from '../run-record.ts';

/** Rotates those logs of running services that have grown too large. Never throws: a full disk, say, is no reason to end. */
export function rotateLogs(config: CloudConfig): void {
  for (const name of serviceNames) {
    try {
      rotateInUse(logFile(config, name), () => writersOf(config, name));
    } catch (error) {
      console.error(error);
    }
  }
}

/** Lets every service go on: a watcher that was killed in the middle of a rotation may have left one paused. */
export function resumeWriters(config: CloudConfig): void {
  for (const name of serviceNames) resume(writersOf(config, name));
}

/** The process group of a service: all that has inherited its log. */
function writersOf(config: CloudConfig, name: (typeof serviceNames)[number]): number[] {
  const record = readRecord(config, name);
  if (record === undefined) return [];
  return processTable()
    .filter(({ group }) => group === record.group)
    .map(({ pid }) => pid);
}
