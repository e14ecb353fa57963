// @ts-check
/** @import { Places } from './places.mjs' */
/** @import { Python } from './python.mjs' */

/**
 * A part of set-up.
 *
 * @typedef {object} Step
 * @property {string} name as the user reads it
 * @property {string} log name of its log file
 * @property {(places: Places) => string} folder where it writes
 * @property {number} gigabytes disk space that it needs there while it runs, rounded up
 * @property {(places: Places) => boolean} isDone
 * @property {(places: Places, how: StepRun) => Promise<void>} run makes it so; works again after any interruption
 * @property {Step} [after] a step that must be done before
 */

/**
 * What a step is given.
 *
 * @typedef {object} StepRun
 * @property {string} log
 * @property {AbortSignal} signal
 * @property {Found} found
 * @property {readonly string[]} locks see `run` in command.mjs
 */

/**
 * What the checks have found on this machine.
 *
 * @typedef {object} Found
 * @property {string} [java] absolute path of a Java 17
 * @property {Python} [base] a Python 3.13
 * @property {Python} [bootstrap] a Python that can make virtual environments
 */

export {};
