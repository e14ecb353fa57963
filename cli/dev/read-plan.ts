import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../localstack/config.ts';
import type { Plan } from './plan.ts';

const program = path.join(import.meta.dirname, 'plan-process.ts');
const MOST_BYTES = 64 * 1024 * 1024;

/** What the sources would deploy, or what keeps them from being loaded: a line with the place, and what is wrong. */
export type PlanOutcome = { readonly plan: Plan } | { readonly error: string };

/**
 * Plans the sources as they are now.
 * @param context as `key=value`
 */
export async function readPlan(context: readonly string[], signal: AbortSignal): Promise<PlanOutcome> {
  try {
    const options = { cwd: repositoryRoot, maxBuffer: MOST_BYTES, signal };
    const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(context)], options);
    return { plan: JSON.parse(stdout) as Plan };
  } catch (error) {
    signal.throwIfAborted();
    const { stderr = '', message } = error as Error & { stderr?: string };
    return { error: placeAndMessage(stderr) ?? message };
  }
}

/** @internal Of what Node prints of an error that nobody caught: the message, and the first line of ours that it came from. */
export function placeAndMessage(printed: string): string | undefined {
  const said = /^(?:Uncaught )?(\w*(?:Error|Exception)(?: \[\w+\])?: .+)$/m.exec(printed)?.[1];
  if (said === undefined) return undefined;
  const ours = [...printed.matchAll(/(?:file:\/\/)?(\/[^\s()]+?\.(?:ts|json)):(\d+)(?::(\d+))?/g)]
    .map(([, file = '', line, column]) => ({ file: path.relative(repositoryRoot, file), line, column }))
    .filter(({ file }) => !file.startsWith('..') && !file.startsWith('node_modules'));
  const place = ours.find(({ file }) => /^(?:pipelines|consumers)\//.test(file)) ?? ours[0];
  if (place === undefined) return said;
  return `${place.file}:${place.line}${place.column === undefined ? '' : `:${place.column}`}  ${said}`;
}
