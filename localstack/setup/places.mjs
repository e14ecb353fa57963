// @ts-check
import path from 'node:path';

/** Root of the checkout. */
const root = path.resolve(import.meta.dirname, '..', '..');

/**
 * Where set-up puts things. The same places as `localstack/config.ts` and `localstack/tools.ts` name; this file is the
 * one that Node 20 can run.
 *
 * @param {NodeJS.ProcessEnv} [env]
 */
export function places(env = process.env) {
  const home = path.resolve(env.CAUDAL_HOME ?? path.join(root, '.caudal'));
  const tools = path.join(home, 'tools');
  return {
    root,
    home,
    tools,
    python: path.join(tools, 'python'),
    /** uv, and a Python that uv has brought where the machine has none. */
    bootstrap: path.join(tools, 'bootstrap'),
    pythons: path.join(tools, 'pythons'),
    jars: path.join(tools, 'jars'),
    /** Which Java set-up has found. */
    java: path.join(tools, 'java.json'),
    logs: path.join(tools, 'logs'),
    locks: [path.join(tools, 'setup.lock'), path.join(root, '.caudal', 'node-modules.lock')],
  };
}

/** @typedef {ReturnType<typeof places>} Places */
