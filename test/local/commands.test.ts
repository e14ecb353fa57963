import { describe, expect, it } from 'vitest';
import { aws, caudal, caudalJson } from './support/caudal.ts';
import { until } from './support/until.ts';

describe('commands', () => {
  it('status shows services, streams and functions', async () => {
    await caudalJson(['produce', 'sensors', '--rate', '20', '--for', '1s']);
    const status = await until(
      () =>
        caudalJson<{
          services: { service: string; state: string }[];
          pipelines: { name: string; consumer: string; records: number; shards: unknown[] }[];
          functions: { name: string; invocations: number }[];
        }>(['status']),
      ({ pipelines }) => (pipelines[0]?.records ?? 0) > 0,
    );
    expect(status.services.map(({ service, state }) => `${service} ${state}`).sort()).toEqual([
      'cassandra running',
      'dynamodb running',
      'kinesis running',
      'localstack running',
      'mapping running',
      'registry running',
    ]);
    expect(status.pipelines[0]).toMatchObject({ name: 'sensors', consumer: 'Enabled' });
    expect(status.pipelines[0]?.shards).toHaveLength(3);
    const ingest = status.functions.find(({ name }) => name === 'caudal-sensors-ingest');
    expect(ingest?.invocations).toBeGreaterThan(0);
  });

  it('send prints shard and position, and reads lines from stdin', async () => {
    const one = await caudal(['send', 'sensors', 'garbage']);
    expect(one.stdout).toMatch(/^shardId-\d{12} \d+\n$/);
    const many = await caudal(['send', 'sensors'], { input: 'garbage 1\ngarbage 2\n' });
    expect(many.stdout.trim().split('\n')).toHaveLength(2);
  });

  it('produce runs until Ctrl-C and then prints its totals', async () => {
    const { code, stdout, stderr } = await caudal(['produce', 'sensors', '--rate', '20', '--json'], {
      interruptAfterMs: 6000,
    });
    const totals = JSON.parse(stdout);
    expect(totals.sent, stderr).toBeGreaterThan(10);
    expect(code).toBe(0);
    const account = await caudalJson<{ sent: number; lost: number }>([
      'ledger',
      'sensors',
      '--run',
      totals.runId,
      '--wait',
      '60s',
    ]);
    expect(account).toMatchObject({ sent: totals.sent, lost: 0 });
  });

  it('query reads statements from a pipe, and fails when one of them does', async () => {
    const two = await caudal(['query'], {
      input: 'SELECT release_version\n FROM system.local;\nSELECT key FROM system.local',
    });
    expect(two.code, two.stderr).toBe(0);
    expect(two.stdout).toContain('release_version');
    expect(two.stdout).toContain('key');
    const wrong = await caudal(['query'], { input: 'bogus nonsense;\nSELECT key FROM system.local;\n' });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('bogus');
    expect(wrong.stdout).toContain('key');
  });

  it('an error is a document too with --json', async () => {
    const { code, stdout } = await caudal(['produce', 'sensors', '--for', '5ms', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error).toContain('1s');
  });

  it('tail shows live rows', async () => {
    const tail = caudal(['tail', 'sensors'], { interruptAfterMs: 12_000 });
    await caudal(['produce', 'sensors', '--rate', '10', '--for', '8s']);
    const { stdout } = await tail;
    expect(stdout).toMatch(/sensor-\d+/);
  });

  it('logs ingest shows a line a batch, with positions and counts, and no payload', async () => {
    await caudalJson(['produce', 'sensors', '--rate', '20', '--for', '1s']);
    const events = await until(
      () => caudalJson<{ message: string }[]>(['logs', 'ingest']),
      (found) => found.some(({ message }) => message.includes('"stored"')),
    );
    const line = events.map(({ message }) => message).findLast((message) => message.includes('"stored"')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({
      shard: expect.stringMatching(/^shardId-/),
      records: expect.any(Number),
      stored: expect.any(Number),
      rejected: expect.any(Number),
    });
    expect(events.some(({ message }) => message.includes('temperature_c'))).toBe(false);
    expect(events.some(({ message }) => message.startsWith('REPORT RequestId'))).toBe(true);
  });

  it('health switches the daily rule off and on', async () => {
    await caudalJson(['health', '--off']);
    const off = await aws<{ State: string }>('events', 'describe-rule', '--name', 'caudal-daily-health-check');
    expect(off.State).toBe('DISABLED');
    await caudalJson(['health', '--on']);
    const on = await aws<{ State: string }>('events', 'describe-rule', '--name', 'caudal-daily-health-check');
    expect(on.State).toBe('ENABLED');
  });

  it('health --run reports each check, and the report can be read again', async () => {
    const [run] = await caudalJson<
      { startedAt: string; status: string; checks: { name: string; message: string }[] }[]
    >(['health', '--run']);
    expect(run?.checks.find(({ name }) => name === 'cassandra')?.message).toContain('Cassandra OK');
    const [last] = await caudalJson<{ startedAt: string }[]>(['health']);
    expect(last?.startedAt).toBe(run?.startedAt);
  });

  it.each([
    [['produce', 'sensors', '--rate', 'fast'], 'received "fast"'],
    [['produce', 'unknown'], 'sensors'],
    [['count', 'sensors', '--watch', '-1'], 'duration'],
    [['frobnicate'], 'unknown command'],
  ])('a command typed wrongly exits with 2 and says what is wrong: %j', async (args, words) => {
    const { code, stderr } = await caudal(args);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });

  it.each(['run', 'up', 'query', 'produce', 'health', 'aws'])('%s --help shows examples', async (name) => {
    const { code, stdout } = await caudal([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:');
  });
});
