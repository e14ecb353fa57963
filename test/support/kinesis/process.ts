import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { repositoryRoot } from '../../../localstack/config.ts';

/** An engine process, listening. */
export interface EngineProcess {
  readonly port: number;
  /** Ends it without a word: kill -9. */
  kill(): Promise<void>;
  /** Asks it to end, and gives its exit code. */
  stop(): Promise<number | null>;
}

const node = path.join(repositoryRoot, 'node_modules', 'node', 'bin', 'node');
const main = path.join(repositoryRoot, 'localstack', 'kinesis', 'main.ts');

/** Starts the engine as the local cloud does, on a free port. @param folder where its data is */
export async function startEngine(folder: string, env: Readonly<Record<string, string>> = {}): Promise<EngineProcess> {
  const child = spawn(node, [main], {
    env: { CAUDAL_KINESIS_PORT: '0', CAUDAL_KINESIS_FOLDER: folder, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const port = await listeningPort(child);
  return {
    port,
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    async stop() {
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
  };
}

async function listeningPort(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('the engine has no stdout');
  for await (const line of createInterface(child.stdout)) {
    const port = /listens on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error('the engine ended before it listened');
}
