import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { awsEnvironment } from '../localstack/cloud.ts';
import { type CloudConfig, repositoryRoot } from '../localstack/config.ts';
import { UserError } from './errors.ts';
import { stagePrefix } from './stage.ts';

export interface CdkOptions {
  /** Called with each line that CDK prints. @default lines are kept for the error message alone */
  readonly onLine?: (line: string) => void;
  /** Aborting ends CDK. What it had begun in CloudFormation goes on there. */
  readonly signal?: AbortSignal;
}

/** Where CDK works. */
export interface CdkPlace {
  /** All environment variables that CDK gets: they decide which account it reaches. */
  readonly environment: NodeJS.ProcessEnv;
  /** What to do when a deployment fails there. */
  readonly hint: string;
}

/** Lines of CDK's output that an error shows. */
const SHOWN_LINES = 30;

/**
 * Runs the CDK command line against the local cloud, in an environment that can reach nothing else. Its cache and the
 * templates stay in the cloud's own folder.
 *
 * @param args such as `['deploy', '--all']`
 * @throws {UserError} with the end of its output, when it fails
 * @throws the reason of `signal`, when that aborts
 */
export function runCdk(config: CloudConfig, args: readonly string[], options: CdkOptions = {}): Promise<void> {
  return runCdkAt(localPlace(config), args, options);
}

/** The local cloud as CDK sees it. */
export function localPlace(config: CloudConfig): CdkPlace {
  const hint = './caudal logs localstack shows what the local cloud made of it.';
  return { environment: cdkEnvironment(config), hint };
}

/**
 * Runs the CDK command line (`aws-cdk` of the lock file).
 *
 * @param args such as `['deploy', '--all']`
 * @throws {UserError} with the end of its output, when it fails
 * @throws the reason of `signal`, when that aborts
 */
export async function runCdkAt(place: CdkPlace, args: readonly string[], options: CdkOptions = {}): Promise<void> {
  options.signal?.throwIfAborted();
  const lines: string[] = [];
  const child = spawn(process.execPath, [cdkProgram(), ...args, '--no-notices', '--no-color', '--ci'], {
    cwd: repositoryRoot,
    env: place.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that an abort also reaches the app that CDK runs.
    detached: true,
  });
  const onAbort = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
  };
  options.signal?.addEventListener('abort', onAbort);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      options.onLine?.(line);
    });
  }
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    options.signal?.throwIfAborted();
    if (code !== 0) throw failure(args, code, lines, place.hint);
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
}

/** Folder of the templates of the stage on this cloud. */
export function templatesFolder(config: CloudConfig): string {
  return path.join(config.folder, ['cdk.out', stagePrefix()].filter((part) => part !== '').join('-'));
}

function cdkProgram(): string {
  return path.join(path.dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin', 'cdk');
}

function cdkEnvironment(config: CloudConfig): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name));
  return {
    ...Object.fromEntries(inherited),
    ...awsEnvironment(config),
    CDK_HOME: path.join(config.folder, 'cdk'),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    // Half of the time of a synth, and the same answer each time: `cdk synth` by hand and the tests do validate.
    CDK_VALIDATION: 'false',
  };
}

function failure(args: readonly string[], code: number | null, lines: readonly string[], hint: string): UserError {
  const end = lines
    .filter((line) => line.trim() !== '')
    .slice(-SHOWN_LINES)
    .join('\n');
  const message = `cdk ${args[0] ?? ''} ended with ${code ?? 'a signal'}:\n${end}`;
  // Templates are made here; only what is done with them is LocalStack's.
  if (args[0] === 'synth') return new UserError(message);
  return new UserError(message, { hint });
}
