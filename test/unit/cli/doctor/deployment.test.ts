import { expect, test } from 'vitest';
import { consumerFindings } from '../../../../cli/doctor/consumers.ts';
import { functionFindings } from '../../../../cli/doctor/functions.ts';
import { givenUpFindings } from '../../../../cli/doctor/given-up.ts';
import { stackFindings } from '../../../../cli/doctor/stacks.ts';
import { neededTables, tableFinding } from '../../../../cli/doctor/tables.ts';

const names = namesOf('');

import { namesOf } from '../../../../core/names.ts';
import { pipelines } from '../../../../pipelines/index.ts';

const levels = (findings: readonly { level: string }[]) => findings.map(({ level }) => level);

const complete = Object.values(names.stacks).map((StackName) => ({
  StackName,
  StackStatus: 'CREATE_COMPLETE' as const,
}));

test('stacks: all complete, none at all, one missing, failed or at work', () => {
  expect(levels(stackFindings(complete))).toEqual(['ok']);
  expect(stackFindings([])).toMatchObject([{ level: 'warning', mend: './caudal deploy' }]);
  expect(levels(stackFindings(complete.slice(1)))).toEqual(['error']);
  const [first, ...others] = complete;
  for (const [StackStatus, level] of [
    ['ROLLBACK_COMPLETE', 'error'],
    ['UPDATE_FAILED', 'error'],
    ['UPDATE_IN_PROGRESS', 'warning'],
  ] as const) {
    expect(levels(stackFindings([{ StackName: first?.StackName, StackStatus }, ...others])), StackStatus).toEqual([
      level,
    ]);
  }
});

test('functions: active, failed, missing, with an update that failed', () => {
  expect(levels(functionFindings([{ FunctionName: 'a', State: 'Active' }]))).toEqual(['ok']);
  const ill = functionFindings([
    { FunctionName: 'a', State: 'Active' },
    { FunctionName: 'b', State: 'Failed', StateReason: 'no Node' },
    { FunctionName: 'c' },
    { FunctionName: 'd', State: 'Active', LastUpdateStatus: 'Failed' },
  ]);
  expect(ill.map(({ level, found, why }) => [level, found, why])).toEqual([
    ['error', 'b: Failed', 'no Node'],
    ['error', 'c: missing', expect.any(String)],
    ['error', 'd: its last update failed', expect.any(String)],
  ]);
});

test.each([
  ['Enabled', 0, 'ok'],
  ['Enabled', 120_000, 'error'],
  ['Disabled', 120_000, 'warning'],
  ['not deployed', 0, 'error'],
])('consumers: %s and %d ms behind is %s', (consumer, iteratorAgeMs, level) => {
  const pipeline = { name: 'sensors', consumer, lastResult: 'OK', shards: [{ shard: '0', iteratorAgeMs, waiting: 3 }] };
  expect(levels(consumerFindings([pipeline]))).toEqual([level]);
});

test('consumers: that of windows and rules is looked at too, and named', () => {
  const shards = [{ shard: '0', iteratorAgeMs: 0, waiting: 3 }];
  const running = { name: 'sensors', consumer: 'Enabled', lastResult: 'OK', shards };
  const findings = consumerFindings([{ ...running, analysis: { ...running, consumer: 'Disabled' } }]);
  expect(findings).toMatchObject([
    { level: 'ok', found: 'sensors ingest is enabled and keeps up' },
    {
      level: 'warning',
      found: 'sensors analyze is paused, 3 records wait',
      mend: './caudal resume sensors --only analyze',
    },
  ]);
});

test('tables: those that are missing are named', () => {
  expect(tableFinding(['rt.a', 'rt.b', 'system.c'], ['rt.a', 'rt.b']).level).toBe('ok');
  expect(tableFinding(['rt.a'], ['rt.a', 'rt.b'])).toMatchObject({
    level: 'error',
    found: 'rt.b missing in Cassandra',
  });
  expect(tableFinding([], neededTables(pipelines))).toMatchObject({
    level: 'error',
    found: expect.stringContaining('rt.sensor_readings'),
  });
});

test('given up: failed batches and dead letters are counted', () => {
  expect(levels(givenUpFindings({ batches: 0, deadLetters: { alerts: 0 } }))).toEqual(['ok']);
  const findings = givenUpFindings({ batches: 2, deadLetters: { alerts: 1, health: 0 } });
  expect(findings.map(({ level, found }) => [level, found])).toEqual([
    ['warning', '2 batches in the operations bucket'],
    ['warning', '1 messages in alerts'],
  ]);
});

test.each([
  ['Enabled', 0, 'ok'],
  ['Enabled', null, 'ok'],
  ['Enabled', 120_000, 'error'],
  ['Disabled', null, 'warning'],
  ['not deployed', null, 'error'],
])('consumers: a further one that is %s and %s ms behind is %s', (consumer, iteratorAgeMs, level) => {
  const running = { name: 'sensors', consumer: 'Enabled', lastResult: 'OK', shards: [] };
  const archive = { name: 'archive', consumer, lastResult: 'OK', iteratorAgeMs };
  const [, finding] = consumerFindings([{ ...running, consumers: [archive] }]);
  expect(finding?.level).toBe(level);
  expect(finding?.found).toMatch(/^sensors archive /);
});
