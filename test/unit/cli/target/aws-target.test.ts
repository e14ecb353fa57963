import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { awsVariables } from '../../../../cli/target/aws-target.ts';
import { repositoryRoot } from '../../../../localstack/config.ts';

describe('the way to an account of AWS', () => {
  it('is known to `caudal trial` alone', () => {
    const folders = ['bench', 'cli', 'functions', 'infra', 'localstack', 'models'];
    const sources = folders.flatMap((folder) =>
      readdirSync(path.join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${folder}/${file}`),
    );
    const knowing = sources.filter((file) => {
      const text = readFileSync(path.join(repositoryRoot, file), 'utf8');
      return /from '.*\/aws-target\.ts'/.test(text) || /@aws-sdk\/client-sts/.test(text);
    });
    expect(knowing).toEqual(['cli/commands/trial.ts', 'cli/target/aws-target.ts']);
  });

  it('is not taken by a shell that points at a local cloud', () => {
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_ACCESS_KEY_ID: 'test' };
    expect(() => awsVariables(env, {})).toThrow(
      /AWS_ENDPOINT_URL is http:\/\/127\.0\.0\.1:4566: this shell does not point at AWS/,
    );
    expect(() => awsVariables({ AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:4566' }, {})).toThrow(/AWS_ENDPOINT_URL_S3/);
  });

  it('has a profile that is named go before the keys of the shell, and a region before its own', () => {
    const env = {
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_SESSION_TOKEN: 'c',
      AWS_REGION: 'eu-west-1',
      PATH: '/bin',
    };
    expect(awsVariables(env, {})).toEqual(env);
    expect(awsVariables(env, { profile: 'sandbox', region: 'us-east-1' })).toEqual({
      AWS_PROFILE: 'sandbox',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      PATH: '/bin',
    });
  });
});
