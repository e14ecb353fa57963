import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloudConfig, configVariables } from '../../localstack/config.ts';
import { caudal, caudalJson } from '../local/support/caudal.ts';
import { cloudVariables } from '../local/support/ports.ts';

interface Produced {
  readonly runId: string;
  readonly sent: number;
}

interface Ledger {
  readonly sent: number;
  readonly stored: number;
  readonly lost: number;
}

let env: Record<string, string>;

/** Runs a command about a stage. @throws for any exit code but 0 */
async function run(stage: string, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await caudal([...args, '--prefix', stage], { env });
  expect(code, `${stdout}\n${stderr}`).toBe(0);
}

const deploy = (stage: string, ...args: string[]) => run(stage, 'deploy', '-c', 'pipelines=sensors', ...args);

/** Sends events into a stage, and waits until none is on the way. */
async function account(stage: string): Promise<Ledger> {
  const prefix = ['--prefix', stage];
  const { runId } = await caudalJson<Produced>(['produce', 'sensors', '--rate', '20', '--for', '2s', ...prefix], {
    env,
  });
  return caudalJson<Ledger>(['ledger', 'sensors', '--run', runId, '--wait', '60s', ...prefix], { env });
}

async function rows(stage: string): Promise<number> {
  const counted = await caudalJson<{ count: number }[]>(['query', `SELECT COUNT(*) FROM ${stage}_rt.sensor_readings`], {
    env,
  });
  return counted[0]?.count ?? 0;
}

const stages = async () =>
  (await caudalJson<{ prefix: string; pipelines: string[] }[]>(['stages'], { env })).map(({ prefix }) => prefix);

/** A class shares one laptop: a cloud of its own, so that nothing else is on it. */
describe('two stages on one cloud', () => {
  beforeAll(async () => {
    env = configVariables(cloudConfig({ ...process.env, ...(await cloudVariables('test-stages')) }));
    await caudal(['reset'], { env });
    const { code, stderr } = await caudal(['up'], { env });
    expect(code, stderr).toBe(0);
    await deploy('ana', '-c', 'retainData=true');
    await deploy('ben');
  });

  afterAll(async () => {
    await caudal(['reset'], { env });
  });

  it('both store what was sent to them, each in its own tables', async () => {
    expect(await stages()).toEqual(['ana', 'ben']);
    const [ana, ben] = [await account('ana'), await account('ben')];
    expect([ana, ben]).toEqual([
      expect.objectContaining({ sent: 40, stored: 40, lost: 0 }),
      expect.objectContaining({ sent: 40, stored: 40, lost: 0 }),
    ]);
    expect([await rows('ana'), await rows('ben')]).toEqual([40, 40]);
  });

  it('are asked for by name: there is none without a prefix', async () => {
    const { code, stderr } = await caudal(['count', 'sensors'], { env });
    expect(code).toBe(1);
    expect(stderr).toContain('Nothing is deployed on the local cloud (no stack caudal-storage)');
    expect(await caudalJson(['health', '--run', '--prefix', 'ben'], { env })).toMatchObject([{ status: 'OK' }]);
  });

  it('are destroyed one by one: what was to be kept is kept, and the other goes on', async () => {
    const destroyed = await caudalJson<{ destroyed: string[]; kept: { type: string; name: string }[] }>(
      ['destroy', '--prefix', 'ana'],
      { env },
    );
    expect(destroyed.destroyed).toContain('ana-caudal-processing');
    const kept = destroyed.kept.map(({ type, name }) => `${type} ${name}`);
    expect(kept).toEqual(
      expect.arrayContaining([
        'AWS::Cassandra::Keyspace ana_rt',
        'AWS::Cassandra::Table ana_rt.sensor_readings',
        'AWS::DynamoDB::Table ana-caudal-state',
        'AWS::Kinesis::Stream ana.sensors.events',
      ]),
    );
    expect(await stages()).toEqual(['ben']);
    expect(await rows('ana')).toBe(40);
    expect(await account('ben')).toMatchObject({ stored: 40, lost: 0 });
  });

  it('are deployed again on what was kept', async () => {
    await deploy('ana', '-c', 'retainData=true');
    expect(await rows('ana')).toBe(40);
    expect(await account('ana')).toMatchObject({ stored: 40, lost: 0 });
    expect(await rows('ana')).toBe(80);
  });
});
