// @ts-check
import { existsSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';

/** @import { Places } from './places.mjs' */
/** @import { Step } from './step.mjs' */

/**
 * The disks that have too little room for the steps which write to them.
 *
 * @param {Places} places
 * @param {readonly Step[]} pending
 * @param {(folder: string) => Disk} [look]
 * @returns {string[]} a line for each
 */
export function disksMissing(places, pending, look = diskOf) {
  /** @type {Map<number, { free: number; needed: number; folders: Set<string> }>} */
  const disks = new Map();
  for (const { folder, gigabytes } of pending) {
    const { device, free } = look(folder(places));
    const disk = disks.get(device) ?? { free, needed: 0, folders: new Set() };
    disk.folders.add(folder(places));
    disks.set(device, { ...disk, needed: disk.needed + gigabytes });
  }
  return [...disks.values()].filter(({ free, needed }) => free < needed).map((disk) => lineOf(places, disk));
}

/**
 * @param {Places} places
 * @param {{ free: number; needed: number; folders: Set<string> }} disk
 */
function lineOf({ tools }, { free, needed, folders }) {
  const movable = folders.has(tools) ? ', or move the folder: CAUDAL_HOME=<folder>' : '';
  const room = `has ${free.toFixed(1)} GB free, set-up needs ${needed} GB there`;
  return `Disk space is missing: the disk of ${[...folders].join(' and ')} ${room}. Free some${movable}.`;
}

/**
 * The disk that a folder is on, or will be. `free`: GB for this user.
 *
 * @typedef {{ device: number; free: number }} Disk
 *
 * @param {string} folder
 * @returns {Disk}
 */
export function diskOf(folder) {
  if (!existsSync(folder)) return diskOf(path.dirname(folder));
  const { bavail, bsize } = statfsSync(folder);
  return { device: statSync(folder).dev, free: (bavail * bsize) / 1e9 };
}
