import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCdk } from '../../../cli/cdk.ts';
import { UserError } from '../../../cli/errors.ts';
import { type CloudConfig, cloudConfig } from '../../../localstack/config.ts';

describe('runCdk', () => {
  let config: CloudConfig;
  const before = { ...process.env };

  beforeAll(async () => {
    config = cloudConfig({ CAUDAL_HOME: await mkdtemp(path.join(tmpdir(), 'caudal-cdk-')) });
    Object.assign(process.env, {
      AWS_PROFILE: 'production',
      AWS_ENDPOINT_URL_S3: 'https://s3.example',
      CDK_NEW_BOOTSTRAP: '1',
    });
  });
  afterAll(async () => {
    for (const name of ['AWS_PROFILE', 'AWS_ENDPOINT_URL_S3', 'CDK_NEW_BOOTSTRAP']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    await rm(path.dirname(config.tools), { recursive: true, force: true });
  });

  it('hands CDK the local cloud, and nothing of the AWS set-up of the shell', async () => {
    const lines: string[] = [];
    await runCdk(config, ['doctor'], { onLine: (line) => lines.push(line) });
    const variables = lines.flatMap((line) => line.match(/(AWS|CDK)_[A-Z0-9_]+ = .*/)?.[0] ?? []);
    expect(variables).toContain('AWS_ENDPOINT_URL = http://127.0.0.1:4566');
    expect(variables.join('\n')).not.toMatch(/AWS_PROFILE|AWS_ENDPOINT_URL_S3|CDK_NEW_BOOTSTRAP/);
  });

  it('throws the end of what CDK printed when it fails', async () => {
    const failed = runCdk(config, ['synth', '--app', 'echo the app has a fault >&2; exit 3']);
    await expect(failed).rejects.toThrow(UserError);
    await expect(failed).rejects.toThrow('cdk synth ended with 1:');
    await expect(failed).rejects.toThrow('the app has a fault');
  });

  it('on abort ends CDK and the app that it runs', async () => {
    const interrupt = new AbortController();
    const reason = new Error('Ctrl-C');
    const [started, finished] = ['started', 'finished'].map((name) => path.join(path.dirname(config.tools), name));
    const app = `touch ${started}; sleep 2; touch ${finished}`;
    const ended = runCdk(config, ['synth', '--app', app], { signal: interrupt.signal });
    await expect.poll(() => existsSync(`${started}`), { timeout: 20_000 }).toBe(true);
    interrupt.abort(reason);
    await expect(ended).rejects.toBe(reason);
    await sleep(3_000);
    expect(existsSync(`${finished}`)).toBe(false);
  });
});
