// @ts-check
// Brings what Caudal needs: node modules, a Python environment, jars. Plain Node 20.11 runs it, with nothing installed.
//   node localstack/setup.mjs [--quiet]    quiet: no word when all is there
// Exit codes: 0 all is there, 1 something is missing or failed, 130 interrupted.
import { nodeMissing } from './setup/node-version.mjs';

const missing = nodeMissing(process.version);
if (missing === undefined) {
  const interrupted = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => interrupted.abort(new Error(signal)));
  }
  // Only now: an older Node cannot even load it.
  const { setUp } = await import('./setup/set-up.mjs');
  process.exitCode = await setUp(process.argv.slice(2), interrupted.signal);
} else {
  process.stderr.write(`Set-up: ${missing}\n`);
  process.exitCode = 1;
}
