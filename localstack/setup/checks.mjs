// @ts-check
import { disksMissing } from './disk.mjs';
import { findJava, javaCandidates, neededJava } from './java.mjs';
import { probe } from './probe.mjs';
import { choosePythons, findPythons, pythonCandidates } from './python.mjs';
import { howToGet } from './remedies.mjs';
import { steps } from './steps/index.mjs';

/** @import { Places } from './places.mjs' */
/** @import { Found, Step } from './step.mjs' */

/**
 * Looks whether this machine can run the steps, before any of them downloads.
 *
 * @param {Places} places
 * @param {readonly Step[]} pending
 * @param {Machine} [machine]
 * @returns {Promise<{ found: Found; missing: string[] }>} `missing`: one line for each thing, with the way to get it
 */
export async function checkMachine(places, pending, machine = thisMachine(places)) {
  const needed = new Set(pending.map(({ name }) => name));
  const needs = (/** @type {string[]} */ ...names) => names.some((name) => needed.has(name));
  const [java, maven, npm, pythons] = await Promise.all([
    needs('java', 'jars') ? findJava(machine.javas) : undefined,
    needs('jars') ? probe('mvn', ['-v'], machine.env).then(orMissing('Maven is missing', 'maven')) : undefined,
    needs('node modules') ? probe('npm', ['-v'], machine.env).then(orMissing('npm is missing', 'npm')) : undefined,
    needs('python environment') ? findPythons(machine.pythons) : undefined,
  ]);
  /** @type {Found} */
  const found = { ...(java && 'java' in java ? { java: java.java } : {}), ...(pythons ? choosePythons(pythons) : {}) };
  const missing = [
    java && 'found' in java ? javaMissing(java.found) : undefined,
    maven,
    npm,
    pythons && !found.bootstrap ? pythonMissing(pythons.length > 0) : undefined,
    ...disksMissing(places, pending),
  ].flatMap((line) => line ?? []);
  return { found, missing };
}

/**
 * Where things are looked for: candidates, and the environment whose PATH counts.
 *
 * @typedef {{ javas: readonly string[]; pythons: readonly string[]; env: NodeJS.ProcessEnv }} Machine
 *
 * @param {Places} places
 * @returns {Machine}
 */
function thisMachine({ pythons }) {
  return { javas: javaCandidates(), pythons: pythonCandidates(pythons), env: process.env };
}

/** The steps that are not done. @param {Places} places */
export function pendingSteps(places) {
  return steps.filter((step) => !step.isDone(places));
}

/**
 * @param {string} what
 * @param {Parameters<typeof howToGet>[0]} thing
 */
function orMissing(what, thing) {
  return (/** @type {string | undefined} */ answer) =>
    answer === undefined ? `${what}. ${howToGet(thing)}` : undefined;
}

/** @param {readonly number[]} found */
function javaMissing(found) {
  const instead = found.length === 0 ? 'no Java was found' : `found: Java ${found.join(', ')}`;
  return `Java ${neededJava} is missing (${instead}; Cassandra 5.0 runs on ${neededJava}). ${howToGet('java')} It may stand beside others; JAVA_HOME is looked at first.`;
}

/** @param {boolean} some */
function pythonMissing(some) {
  return some
    ? `The Python that is here cannot make virtual environments. ${howToGet('venv')}`
    : `Python is missing (3.13, or any Python 3 from 3.8 on that can fetch it). ${howToGet('python')}`;
}
