import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { CloudConfig } from '../../localstack/config.ts';
import { repositoryRoot } from '../../localstack/config.ts';

/** A mistake in types. */
export interface TypeMistake {
  /** Relative to the checkout. */
  readonly file: string;
  /** A line with the place and what is wrong. */
  readonly text: string;
}

const compiler = path.join(repositoryRoot, 'node_modules', '.bin', 'tsc');
const MOST_BYTES = 16 * 1024 * 1024;
const LINE = /^([^\s(][^(]*)\((\d+),(\d+)\): error (TS\d+: .+)$/gm;

/** Checks the types of the checkout; what it knows of files that did not change is kept in the cloud's folder. */
export async function typeMistakes(config: CloudConfig, signal: AbortSignal): Promise<readonly TypeMistake[]> {
  const cache = path.join(config.folder, 'dev.tsbuildinfo');
  const args = ['--project', '.', '--pretty', 'false', '--incremental', '--tsBuildInfoFile', cache];
  try {
    await promisify(execFile)(compiler, args, { cwd: repositoryRoot, maxBuffer: MOST_BYTES, signal });
    return [];
  } catch (error) {
    signal.throwIfAborted();
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    const found = mistakesIn(stdout);
    if (found.length === 0) throw new Error(`tsc failed: ${stderr || stdout || message}`, { cause: error });
    return found;
  }
}

/** @internal What `tsc` has printed. */
export function mistakesIn(printed: string): TypeMistake[] {
  return [...printed.matchAll(LINE)].map(([, file = '', line, column, what]) => ({
    file,
    text: `${file}:${line}:${column}  ${what}`,
  }));
}
