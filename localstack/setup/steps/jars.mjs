// @ts-check
import path from 'node:path';
import { run } from '../command.mjs';
import { inputsHash, isStamped, replaceFolder } from '../stamp.mjs';

/** @import { Step } from '../step.mjs' */

const poms = path.resolve(import.meta.dirname, '..', '..', 'jars');
const hash = () => inputsHash([poms], [process.platform, process.arch]);

/** Cassandra and DynamoDB Local with all they need, from Maven. @type {Step} */
export const jars = {
  name: 'jars',
  log: 'maven.log',
  folder: ({ tools }) => tools,
  gigabytes: 1,
  isDone: (places) => isStamped(places.jars, hash()),

  async run(places, how) {
    const java = how.found.java;
    const env = java === undefined ? process.env : { ...process.env, JAVA_HOME: path.resolve(java, '..', '..') };
    await replaceFolder(places.jars, hash(), async (fresh) => {
      const copy = ['generate-resources', `-Djars=${fresh}`];
      await run('mvn', ['--batch-mode', '--quiet', '--file', path.join(poms, 'pom.xml'), ...copy], { ...how, env });
    });
  },
};
