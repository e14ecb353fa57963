import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cloudConfig } from '../../../localstack/config.ts';
import { cleanEnvironment } from '../../../localstack/setup/python.mjs';
import { inputsHash, isStamped, replaceFolder } from '../../../localstack/setup/stamp.mjs';

/** A Python with the stock clients of Avro and its registry. @returns path of the interpreter */
export function stockClients(): Promise<string> {
  return pythonWith('avro-client', path.join(import.meta.dirname, 'requirements.txt'));
}

/**
 * A Python with packages, every one pinned by hash, in an environment of its own: LocalStack's holds other versions
 * of what they need. It is made once, in a second or, where nothing of it was ever downloaded, ten.
 *
 * @param name of the environment's folder
 * @param requirements file that pins them
 * @returns path of the interpreter
 */
export async function pythonWith(name: string, requirements: string): Promise<string> {
  const { tools } = cloudConfig();
  const folder = path.join(tools, name);
  const python = path.join(folder, 'bin', 'python');
  const hash = inputsHash([requirements], [process.platform, process.arch]);
  if (existsSync(python) && isStamped(folder, hash)) return python;
  const uv = path.join(tools, 'bootstrap', 'bin', 'uv');
  const base = path.join(tools, 'python', 'bin', 'python');
  await replaceFolder(folder, hash, async (fresh) => {
    await run(uv, ['venv', '--relocatable', '--python', base, fresh]);
    await run(uv, ['pip', 'sync', '--require-hashes', '--python', path.join(fresh, 'bin', 'python'), requirements]);
  });
  return python;
}

/** Runs a program to its end and gives what it printed. @throws {Error} with all of that when it fails */
export async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const child = spawn(command, args, {
    env: { ...cleanEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  const code = child.exitCode ?? (await new Promise((resolve) => child.once('close', resolve)));
  if (code !== 0) throw new Error(`${path.basename(command)} ended with ${code}\n${stdout}\n${stderr}`);
  return stdout;
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}
