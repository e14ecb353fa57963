import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../cli/trial/check.ts';
import { checks } from '../../cli/trial/checks/index.ts';
import { awsOn, caudal } from '../local/support/caudal.ts';
import { cloudVariables } from '../local/support/ports.ts';

interface Document {
  readonly target: string;
  readonly results: readonly CheckResult[];
  readonly left: readonly string[];
}

let env: Record<string, string>;

beforeAll(async () => {
  env = await cloudVariables('test-trial');
  await caudal(['reset'], { env });
  const { code, stderr } = await caudal(['up'], { env });
  expect(code, stderr).toBe(0);
});

afterAll(async () => {
  await caudal(['reset'], { env });
});

describe('caudal trial --local', () => {
  it('deploys, uses, looks at, and removes a stage of its own: the code that goes to an account', {
    timeout: 400_000,
  }, async () => {
    const { code, stdout, stderr } = await caudal(['trial', '--local', '--rate', '20', '--for', '5s', '--json'], {
      env,
    });
    const { results, left, target } = JSON.parse(stdout) as Document;
    expect(
      results.filter(({ status }) => status === 'failed'),
      stderr,
    ).toEqual([]);
    expect({ code, left, target }).toEqual({ code: 0, left: [], target: 'local' });
    const looked = results.map(({ check }) => check);
    const around = ['before', 'deployment', 'producer', ...checks.map(({ name }) => name), 'removal', 'nothing left'];
    expect(looked).toEqual(around);
    // What the local cloud can't answer is said to be skipped, and why; all else was looked at.
    const skipped = checks.filter(({ onAwsOnly }) => onAwsOnly !== undefined);
    expect(results.filter(({ status }) => status === 'skipped').map(({ check, message }) => [check, message])).toEqual(
      skipped.map(({ name, onAwsOnly }) => [name, onAwsOnly]),
    );
  });

  it('left nothing behind but the bootstrap', async () => {
    const stacks = [
      'cloudformation',
      'list-stacks',
      '--query',
      "StackSummaries[?StackStatus!='DELETE_COMPLETE'].StackName",
    ];
    expect(await awsOn<string[]>(env, ...stacks)).toEqual(['CDKToolkit']);
    expect(await awsOn(env, 'kinesis', 'list-streams', '--query', 'StreamNames')).toEqual([]);
  });
});
