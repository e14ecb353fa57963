// @ts-check
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @import { Step } from '../step.mjs' */

/** Remembers which Java 17 was found, so that later starts need not look for it. @type {Step} */
export const java = {
  name: 'java',
  log: 'java.log',
  folder: ({ tools }) => tools,
  gigabytes: 0,

  isDone(places) {
    try {
      return existsSync(JSON.parse(readFileSync(places.java, 'utf8')).java);
    } catch {
      return false;
    }
  },

  async run(places, { found }) {
    mkdirSync(path.dirname(places.java), { recursive: true });
    writeFileSync(`${places.java}.new`, `${JSON.stringify({ java: found.java })}\n`);
    renameSync(`${places.java}.new`, places.java);
  },
};
