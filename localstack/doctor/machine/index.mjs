// @ts-check
import { clock, clockOfMachine } from './clock.mjs';
import { disk } from './disk.mjs';
import { halfMade } from './half-made.mjs';
import { hardLimit, openFiles } from './limits.mjs';
import { loopback } from './loopback.mjs';
import { memory, memoryOfMachine } from './memory.mjs';
import { setUpState } from './set-up.mjs';
import { system } from './system.mjs';
import { versions } from './versions.mjs';

/** @import { Places } from '../../setup/places.mjs' */

/**
 * The checks that need nothing but Node 20.11: they work before set-up.
 *
 * @param {Places} places
 * @param {boolean} cloudRuns whether what the cloud takes is taken already
 */
export const machineChecks = (places, cloudRuns) => ({
  system: () => system(),
  memory: () => memory({ ...memoryOfMachine(), cloudRuns }),
  disk: () => disk(places.home),
  clock: () => clock(clockOfMachine()),
  'open files': async () => openFiles(await hardLimit()),
  loopback: () => loopback(),
  versions: () => versions(places),
  'set-up': () => setUpState(places),
  'leftovers of set-up': () => halfMade(places),
});
