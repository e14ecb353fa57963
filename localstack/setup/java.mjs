// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { probe } from './probe.mjs';

/** Cassandra 5.0 runs on Java 11 and 17, DynamoDB Local on 17 and later: 17 is what both run on. */
export const neededJava = 17;

/**
 * Feature release of a Java from what `java -version` prints: 8 for `1.8.0_402`, 17 for `17.0.15`.
 *
 * @param {string} text
 * @returns {number | undefined}
 */
export function javaRelease(text) {
  const match = /version "(?:1\.)?(\d+)/.exec(text);
  return match ? Number(match[1]) : undefined;
}

/**
 * Where a Java may be, most telling first.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home the user's home folder
 */
export function javaCandidates(env = process.env, home = os.homedir()) {
  const java = (/** @type {string} */ folder) => path.join(folder, 'bin', 'java');
  const homes = [
    ...within('/usr/lib/jvm'),
    ...within('/Library/Java/JavaVirtualMachines', 'Contents/Home'),
    ...within(path.join(home, 'Library/Java/JavaVirtualMachines'), 'Contents/Home'),
    ...within(path.join(env.SDKMAN_DIR ?? path.join(home, '.sdkman'), 'candidates/java')),
    ...within(path.join(home, '.jdks')),
    '/opt/homebrew/opt/openjdk@17',
    '/usr/local/opt/openjdk@17',
    '/home/linuxbrew/.linuxbrew/opt/openjdk@17',
  ];
  const candidates = [...(env.JAVA_HOME ? [java(env.JAVA_HOME)] : []), 'java', ...homes.map(java)];
  return [...new Set(candidates)].filter((file) => file === 'java' || existsSync(file));
}

/**
 * Runs the candidates and chooses a Java 17.
 *
 * @param {readonly string[]} candidates
 * @returns {Promise<{ java: string } | { found: number[] }>} absolute path of `java`, or which releases there are instead
 */
export async function findJava(candidates = javaCandidates()) {
  const answers = await Promise.all(
    candidates.map(async (java) => {
      const text = await probe(java, ['-XshowSettings:properties', '-version']);
      return text === undefined ? undefined : { release: javaRelease(text), home: /java\.home = (.+)/.exec(text)?.[1] };
    }),
  );
  const answering = answers.filter((answer) => answer !== undefined);
  const right = answering.find(({ release, home }) => release === neededJava && home !== undefined);
  if (right?.home !== undefined) return { java: path.join(right.home.trim(), 'bin', 'java') };
  return { found: [...new Set(answering.flatMap(({ release }) => release ?? []))].sort((a, b) => a - b) };
}

/**
 * @param {string} folder
 * @param {string} [below]
 */
function within(folder, below = '') {
  try {
    return readdirSync(folder).map((name) => path.join(folder, name, below));
  } catch {
    return [];
  }
}
