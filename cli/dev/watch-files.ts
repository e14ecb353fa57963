import { existsSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../../localstack/config.ts';

/** Folders with what functions are made of. */
const FOLDERS = ['pipelines', 'consumers', 'core', 'functions', 'schemas', 'infra'];

const SOURCE = /\.(?:ts|json|sql)$/;

/** An editor writes a file in several steps, and a checkout writes many files. */
const SETTLE_MS = 100;

/**
 * The files that have changed since it was asked last, relative to the checkout; waits for some. It watches from the call on,
 * and ends with the signal.
 */
export function changedFiles(signal: AbortSignal): AsyncGenerator<ReadonlySet<string>> {
  let changed = new Set<string>();
  let wake: () => void = () => undefined;
  const watchers = FOLDERS.filter((folder) => existsSync(path.join(repositoryRoot, folder))).map(async (folder) => {
    const events = watch(path.join(repositoryRoot, folder), { recursive: true, signal });
    for await (const { filename } of events) {
      if (filename === null || !SOURCE.test(filename)) continue;
      changed.add(path.join(folder, filename));
      wake();
    }
  });
  // A watcher ends by throwing once the signal is aborted; one that fails otherwise ends the whole.
  const failure = Promise.all(watchers).then(
    () => undefined,
    (error: Error) => error,
  );
  return (async function* () {
    while (!signal.aborted) {
      const waited = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (changed.size === 0) {
        const failed = await Promise.race([waited, failure]);
        if (signal.aborted) return;
        if (failed instanceof Error) throw failed;
      }
      await sleep(SETTLE_MS);
      const found = changed;
      changed = new Set();
      yield found;
    }
  })();
}
