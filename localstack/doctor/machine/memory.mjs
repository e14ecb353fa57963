// @ts-check
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { error, ok, warning } from '../finding.mjs';

/** What the cloud takes idle, and with functions at work. Unit: GB. */
const idle = 2.5;
const atWork = 4;

/**
 * Memory of the machine, and how much of it programs may still take. Unit: GB.
 *
 * @param {{ total: number; available: number; cloudRuns: boolean }} memory
 */
export function memory({ total, available, cloudRuns }) {
  const found = `${available.toFixed(1)} of ${total.toFixed(1)} GB available`;
  if (cloudRuns) return available > 0.5 ? ok('memory', found) : error('memory', found, tooLittle);
  if (available < idle) return error('memory', found, tooLittle);
  if (available < atWork) return warning('memory', found, tooLittle);
  return ok('memory', found);
}

const tooLittle = {
  why: `The local cloud takes up to ${idle} GB idle and ${atWork} GB at work; without it Java ends, or the system ends something.`,
  mend: 'Close other programs, or give the (virtual) machine more memory.',
};

/** Of this machine. Unit: GB. Linux counts caches that it can drop as available; elsewhere only what is free is known. */
export function memoryOfMachine() {
  return { total: os.totalmem() / 1e9, available: availableBytes() / 1e9 };
}

function availableBytes() {
  if (process.platform !== 'linux') return os.freemem();
  const kilobytes = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
  return kilobytes === undefined ? os.freemem() : Number(kilobytes) * 1024;
}
