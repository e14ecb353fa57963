import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { useLocalAws } from '../../../cli/deployment.ts';
import { type CloudConfig, cloudConfig, configVariables, repositoryRoot } from '../../../localstack/config.ts';
import { caudal } from '../../local/support/caudal.ts';
import { onlyPipelines } from '../../local/support/checkout.ts';
import { cloudVariables } from '../../local/support/ports.ts';

/** What a checkout needs for what the guides do. */
const COPIED = [
  ...['caudal', 'cdk.json', 'package.json', 'tsconfig.json', 'vitest.config.ts'],
  ...['cli', 'consumers', 'core', 'functions', 'infra', 'localstack', 'pipelines', 'test/support', 'test/runner'],
];

/** A copy of the checkout and a cloud of its own: neither the user's files nor other tests see what a guide adds. */
export interface GuideCloud {
  readonly config: CloudConfig;
  /** Runs commands in the copy, as they are typed, and gives what they print. @throws {Error} with that, for any exit but 0 */
  run(script: string): Promise<string>;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  /** Has what follows deploy these pipelines. */
  choose(pipelines: readonly string[]): Promise<void>;
  takeDown(): Promise<void>;
}

/** Copies the checkout and starts the cloud, with nothing on it. */
export async function startGuideCloud(): Promise<GuideCloud> {
  const config = cloudConfig({ ...process.env, ...(await cloudVariables('test-guide')) });
  const env = configVariables(config);
  useLocalAws(config);
  await caudal(['reset'], { env });
  const { code, stderr } = await caudal(['up'], { env });
  if (code !== 0) throw new Error(`caudal up exited with ${code}\n${stderr}`);
  const root = mkdtempSync(path.join(tmpdir(), 'caudal-guide-'));
  await mkdir(path.join(root, 'test'));
  for (const name of COPIED) await cp(path.join(repositoryRoot, name), path.join(root, name), { recursive: true });
  await symlink(path.join(repositoryRoot, 'node_modules'), path.join(root, 'node_modules'));
  return {
    config,
    run: (script) => runIn(root, script, env),
    read: (name) => readFile(path.join(root, name), 'utf8'),
    async write(name, text) {
      const file = path.join(root, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    },
    choose: (pipelines) => onlyPipelines(root, pipelines),
    async takeDown() {
      await caudal(['reset'], { env });
      await rm(root, { recursive: true, force: true });
    },
  };
}

function runIn(root: string, script: string, env: Readonly<Record<string, string>>): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VITEST|FORCE_COLOR|NODE_ENV)/.test(name));
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: root,
      env: { ...Object.fromEntries(inherited), ...env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      const printed = Buffer.concat(stdout).toString();
      if (code === 0) resolve(printed);
      else reject(new Error(`${script}exited with ${code}\n${printed}${Buffer.concat(stderr).toString()}`));
    });
  });
}
