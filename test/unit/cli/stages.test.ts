import type { Stack } from '@aws-sdk/client-cloudformation';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { outputsFile } from '../../../cli/outputs-file.ts';
import { stageNames, stagePrefix, stageTable, useStage } from '../../../cli/stage.ts';
import { stagesOf } from '../../../cli/stages.ts';
import { latestValues } from '../../../core/operations-tables.ts';
import { cloudConfig } from '../../../localstack/config.ts';

afterEach(() => vi.unstubAllEnvs());

const stack = (
  StackName: string,
  StackStatus: Stack['StackStatus'] = 'CREATE_COMPLETE',
  pipelines?: string,
): Stack => ({
  StackName,
  StackStatus,
  CreationTime: new Date('2026-11-22T12:00:00Z'),
  ...(pipelines !== undefined && { Outputs: [{ OutputKey: 'Pipelines', OutputValue: pipelines }] }),
});

describe('stages of a cloud', () => {
  it('are known by their stacks', () => {
    const stages = stagesOf([
      stack('CDKToolkit'),
      stack('caudal-storage', 'UPDATE_COMPLETE', 'sensors,payments'),
      stack('caudal-streams', 'UPDATE_COMPLETE'),
      stack('dev-caudal-storage', 'CREATE_COMPLETE', 'sensors'),
      stack('dev-caudal-streams', 'ROLLBACK_COMPLETE'),
      stack('gone-caudal-storage', 'DELETE_COMPLETE', 'sensors'),
    ]);
    const deployedAt = '2026-11-22T12:00:00.000Z';
    expect(stages).toEqual([
      { prefix: '', pipelines: ['sensors', 'payments'], status: 'UPDATE_COMPLETE', deployedAt },
      { prefix: 'dev', pipelines: ['sensors'], status: 'CREATE_COMPLETE, ROLLBACK_COMPLETE', deployedAt },
    ]);
  });
});

describe('the stage of a command', () => {
  it('is the one without a prefix unless something names another', () => {
    vi.stubEnv('CAUDAL_PREFIX', '');
    expect(stageNames().stateTable).toBe('caudal-state');
    expect(stageTable(latestValues)).toBe(latestValues);
  });

  it.each([
    ['CAUDAL_PREFIX', 'dev', {}, 'dev'],
    ['--prefix', '', { prefix: 'dev' }, 'dev'],
    ['--prefix before CAUDAL_PREFIX', 'other', { prefix: 'dev' }, 'dev'],
    ['-c prefix=', '', { context: ['retainData=true', 'prefix=dev'] }, 'dev'],
    ['both, where they agree', '', { prefix: 'dev', context: ['prefix=dev'] }, 'dev'],
  ])('is named by %s', (_, env, options, prefix) => {
    vi.stubEnv('CAUDAL_PREFIX', env);
    useStage(options);
    expect(stagePrefix()).toBe(prefix);
    expect(stageTable(latestValues).keyspace).toBe('dev_ops');
    expect(outputsFile(cloudConfig({}))).toMatch(/outputs-dev\.json$/);
  });

  it('is one: two names are refused, and so is what is no prefix', () => {
    vi.stubEnv('CAUDAL_PREFIX', '');
    expect(() => useStage({ prefix: 'dev', context: ['prefix=prod'] })).toThrow(
      '--prefix dev and -c prefix=prod name two stages',
    );
    useStage({ prefix: 'Dev' });
    expect(() => stagePrefix()).toThrow(/^CAUDAL_PREFIX must be 1 to 12 lower-case letters and digits/);
  });
});
