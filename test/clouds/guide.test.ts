import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useLocalAws } from '../../cli/deployment.ts';
import { kinesisClient } from '../../functions/clients/aws.ts';
import { cloudConfig, configVariables, repositoryRoot } from '../../localstack/config.ts';
import { caudal } from '../local/support/caudal.ts';
import { onlyPipelines } from '../local/support/checkout.ts';
import { brokenPromises, guideSteps } from '../local/support/guide.ts';
import { cloudVariables } from '../local/support/ports.ts';
import { until } from '../local/support/until.ts';

const page = readFileSync(path.join(repositoryRoot, 'docs/guide-new-pipeline.md'), 'utf8');
/** What a checkout needs for what the guide does. */
const COPIED = [
  ...['caudal', 'cdk.json', 'package.json', 'tsconfig.json', 'vitest.config.ts'],
  ...['cli', 'core', 'functions', 'infra', 'localstack', 'pipelines', 'test/support'],
];
/** Commands that look: a consumer may need a second, and so may they. */
const LOOKS = /^\.\/caudal (?:query|rejected|windows|alerts|late|sweep) /;

const checkout = mkdtempSync(path.join(tmpdir(), 'caudal-guide-'));
let env: Record<string, string>;

/** Runs commands in the copy, as they are typed, and gives what they print. */
function run(script: string): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VITEST|FORCE_COLOR|NODE_ENV)/.test(name));
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: checkout,
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

async function streams(): Promise<readonly string[]> {
  const client = kinesisClient();
  try {
    return (await client.send(new ListStreamsCommand({}))).StreamNames ?? [];
  } finally {
    client.destroy();
  }
}

/** A copy of the checkout and a cloud of its own: neither the user's files nor other tests see a further pipeline. */
beforeAll(async () => {
  const config = cloudConfig({ ...process.env, ...(await cloudVariables('test-guide')) });
  env = configVariables(config);
  useLocalAws(config);
  await caudal(['reset'], { env });
  const { code, stderr } = await caudal(['up'], { env });
  expect(code, stderr).toBe(0);
  await mkdir(path.join(checkout, 'test'));
  for (const name of COPIED) await cp(path.join(repositoryRoot, name), path.join(checkout, name), { recursive: true });
  await symlink(path.join(repositoryRoot, 'node_modules'), path.join(checkout, 'node_modules'));
  await onlyPipelines(checkout, ['greenhouse', 'clicks']);
});

afterAll(async () => {
  await caudal(['reset'], { env });
  await rm(checkout, { recursive: true, force: true });
});

describe('the guide to a new pipeline', () => {
  for (const [index, step] of guideSteps(page).entries()) {
    if (step.kind === 'file') {
      it(`${index}: has ${step.path} written`, async () => {
        const file = path.join(checkout, step.path);
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, step.text);
      });
      continue;
    }
    const { script, promise } = step;
    it(`${index}: ${script.split('\n')[0]}`, async () => {
      const looks = script
        .trim()
        .split('\n')
        .every((line) => LOOKS.test(line));
      const printed = looks
        ? await until(
            () => run(script),
            (text) => brokenPromises(promise, text).length === 0,
            20_000,
          )
        : await run(script);
      expect(brokenPromises(promise, printed), printed).toEqual([]);
    });
  }

  it('made the streams of both pipelines, and no other', async () => {
    expect([...(await streams())].sort()).toEqual(['clicks.events', 'greenhouse.events']);
  });
});
