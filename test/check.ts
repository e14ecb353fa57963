import { spawn } from 'node:child_process';
import path from 'node:path';
import { cloudConfig, repositoryRoot } from '../localstack/config.ts';

/** A check of the sources, which passes when it exits 0. */
interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const bin = (name: string): string => path.join(repositoryRoot, 'node_modules', '.bin', name);
const ruff = path.join(cloudConfig().tools, 'python', 'bin', 'ruff');

const checks: readonly Check[] = [
  { name: 'types', command: [bin('tsc'), '--project', '.'] },
  { name: 'format, lint, dependency rules', command: [bin('biome'), 'check', '--error-on-warnings', '.'] },
  { name: 'event schemas', command: [process.execPath, 'cli/main.ts', 'schema', '--check'] },
  { name: 'unused code and dependencies', command: [bin('knip'), '--no-progress'] },
  { name: 'python lint', command: [ruff, 'check', 'localstack', 'models', 'test'] },
  { name: 'python format', command: [ruff, 'format', '--check', 'localstack', 'models', 'test'] },
];

async function run(check: Check): Promise<boolean> {
  const started = performance.now();
  const [file, ...args] = check.command;
  const child = spawn(file, args, { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : Buffer.concat(chunks).toString()));
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${failure === undefined ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)\n`);
  if (failure !== undefined) process.stdout.write(`${failure}\n`);
  return failure === undefined;
}

const results = await Promise.all(checks.map(run));
process.exitCode = results.every(Boolean) ? 0 : 1;
