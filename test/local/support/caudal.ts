import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Acknowledgement } from '../../../core/acknowledgement.ts';
import { repositoryRoot } from '../../../localstack/config.ts';

/** What a command did. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of the checkout whose command is run. @default this one */
  readonly checkout?: string;
  /** Text for stdin. @default nothing */
  readonly input?: string;
  /** Sends SIGINT, as Ctrl-C does, after as many milliseconds. */
  readonly interruptAfterMs?: number;
  /** Sends SIGINT once this was printed. */
  readonly interruptOn?: RegExp;
}

/** Runs `caudal …` as a user does: a process of its own, judged by its exit code and what it printed. */
export function caudal(args: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(options.checkout ?? repositoryRoot, 'caudal'), args, {
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.end(options.input ?? '');
    const { interruptOn } = options;
    if (interruptOn) {
      const look = (): void => {
        if (!interruptOn.test(Buffer.concat([...stdout, ...stderr]).toString())) return;
        for (const output of [child.stdout, child.stderr]) output.off('data', look);
        child.kill('SIGINT');
      };
      for (const output of [child.stdout, child.stderr]) output.on('data', look);
    }
    const timer = options.interruptAfterMs && setTimeout(() => child.kill('SIGINT'), options.interruptAfterMs);
    child.once('error', reject);
    child.once('close', (code) => {
      if (timer) clearTimeout(timer);
      resolve({ code: code ?? -1, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
  });
}

/** Runs a command that has to succeed with `--json`, and reads the document it prints. */
export async function caudalJson<T>(args: readonly string[], options: RunOptions = {}): Promise<T> {
  const result = await caudal([...args, '--json'], options);
  if (result.code !== 0)
    throw new Error(`caudal ${args.join(' ')} exited with ${result.code}\n${result.stdout}\n${result.stderr}`);
  return JSON.parse(result.stdout) as T;
}

/** Runs the AWS CLI as a lab does, and reads the JSON it prints. */
export function aws<T = unknown>(...args: string[]): Promise<T> {
  return awsOn<T>({}, ...args);
}

/** Runs the AWS CLI against the cloud that the variables name. */
export async function awsOn<T = unknown>(env: Readonly<Record<string, string>>, ...args: string[]): Promise<T> {
  const result = await caudal(['aws', ...args], { env });
  if (result.code !== 0) {
    throw new Error(`aws ${args.join(' ')} exited with ${result.code}\n${result.stdout}\n${result.stderr}`);
  }
  return (result.stdout.trim() === '' ? undefined : JSON.parse(result.stdout)) as T;
}

/** The acknowledgements of a run, by way of the AWS CLI. */
export async function acknowledgementsAt(location: string): Promise<Acknowledgement[]> {
  const { host, pathname } = new URL(location);
  const { Contents } = await aws<{ Contents: { Key: string }[] }>(
    ...['s3api', 'list-objects-v2', '--bucket', host, '--prefix', pathname.slice(1)],
  );
  const parts = await Promise.all(Contents.map(({ Key }) => caudal(['aws', 's3', 'cp', `s3://${host}/${Key}`, '-'])));
  return parts.flatMap(({ stdout }) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Acknowledgement),
  );
}

/** Invokes a function through the AWS CLI and gives the payload that it answered, also where that is an error. */
export async function invoke<T>(functionName: string, payload: unknown): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'caudal-invoke-'));
  const answer = path.join(folder, 'answer.json');
  try {
    await aws('lambda', 'invoke', '--function-name', functionName, '--payload', JSON.stringify(payload), answer);
    return JSON.parse(await readFile(answer, 'utf8')) as T;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
