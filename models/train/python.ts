import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../cli/errors.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { inputsHash, isStamped, replaceFolder } from '../../localstack/setup/stamp.mjs';
import type { LabelledRow, Task } from '../task.ts';
import { csvOf } from './csv.ts';
import type { TrainedDocument } from './document.ts';

const run = promisify(execFile);
const scripts = path.resolve(import.meta.dirname, '..', 'python');
const requirements = path.join(scripts, 'requirements.txt');
/** Rows whose scores are exported. */
const VECTORS = 40;
const LARGEST_ANSWER = 256 * 1024 * 1024;

/**
 * Fits a task's model with scikit-learn. The same rows give the same model: there is one thread, and every seed is fixed.
 *
 * @throws {UserError} where the environment cannot be brought, or the training fails, with what was printed
 */
export async function trainInPython(
  task: Task,
  rows: { readonly trained: readonly LabelledRow[]; readonly heldOut: readonly LabelledRow[] },
  signal: AbortSignal,
): Promise<TrainedDocument> {
  const python = await trainingPython(signal);
  const folder = await mkdtemp(path.join(path.dirname(cloudConfig().tools), 'train-'));
  const { estimator, parameters, seed, features, precisions } = task;
  const baselines = Object.keys(rows.heldOut[0]?.baselines ?? {});
  const settings = { estimator, parameters, seed, features, precisions, baselines, vectors: VECTORS };
  try {
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings));
    await writeFile(path.join(folder, 'trained.csv'), csvOf(rows.trained, features, baselines));
    await writeFile(path.join(folder, 'held-out.csv'), csvOf(rows.heldOut, features, baselines));
    // The sum of a column in another number of parts ends in other digits.
    const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' };
    const { stdout } = await run(python, [path.join(scripts, 'train.py'), folder], {
      env,
      signal,
      maxBuffer: LARGEST_ANSWER,
    });
    return JSON.parse(stdout) as TrainedDocument;
  } catch (error) {
    throw failed(`training ${task.name} failed`, error, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A Python with scikit-learn, pinned by hash, in an environment of its own: only training needs it, so only that brings it. */
async function trainingPython(signal: AbortSignal): Promise<string> {
  const { tools } = cloudConfig();
  const folder = path.join(tools, 'training');
  const python = path.join(folder, 'bin', 'python');
  const hash = inputsHash([requirements], [process.platform, process.arch]);
  if (existsSync(python) && isStamped(folder, hash)) return python;
  const uv = path.join(tools, 'bootstrap', 'bin', 'uv');
  const base = path.join(tools, 'python', 'bin', 'python');
  try {
    await replaceFolder(folder, hash, async (fresh) => {
      await run(uv, ['venv', '--relocatable', '--python', base, fresh], { signal });
      const fetched = path.join(fresh, 'bin', 'python');
      await run(uv, ['pip', 'sync', '--require-hashes', '--python', fetched, requirements], { signal });
    });
  } catch (error) {
    throw failed(
      'scikit-learn could not be brought',
      error,
      signal,
      'Is there a network? Has "npm run train" been set up by node localstack/setup.mjs?',
    );
  }
  return python;
}

/** With the end of what the program printed. */
function failed(what: string, error: unknown, signal: AbortSignal, hint?: string): unknown {
  if (signal.aborted) return signal.reason;
  const { stderr = '', message = String(error) } = error as { stderr?: string; message?: string };
  return new UserError(`${what}: ${(stderr || message).trim().slice(-2000)}`, { cause: error, ...(hint && { hint }) });
}
