import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdCloudService, releaseCloudService } from '../../localstack/cloud.ts';
import { cloudConfig, configVariables, serviceNames } from '../../localstack/config.ts';
import { awsOn, caudal, caudalJson } from '../local/support/caudal.ts';
import { copyOfCheckout, onlyPipelines } from '../local/support/checkout.ts';
import { cloudVariables } from '../local/support/ports.ts';
import { until } from '../local/support/until.ts';

interface Service {
  readonly service: string;
  readonly state: string;
  readonly pid?: number;
  readonly port: number;
}

interface Status {
  readonly services: readonly Service[];
  readonly watcher: { readonly state: string; readonly pid?: number };
  readonly journal: readonly { readonly kind: string; readonly service?: string; readonly text: string }[];
}

/** Whether something accepts a connection there. */
function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const settle = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', settle(true)).once('error', settle(false)).once('timeout', settle(false));
  });
}

/** A second cloud beside the suite's own: here processes are killed. */
describe('the local cloud', () => {
  let env: Record<string, string>;
  /** Deploys one pipeline. */
  let checkout: string;
  const status = (): Promise<Status> => caudalJson<Status>(['status'], { env });
  const pidOf = async (name: string): Promise<number> => {
    const pid = (await status()).services.find(({ service }) => service === name)?.pid;
    if (!pid) throw new Error(`${name} has no process`);
    return pid;
  };
  /** Also while something is down. */
  const lookAt = async (): Promise<Status> => JSON.parse((await caudal(['status', '--json'], { env })).stdout);
  const statesOf = async (cloud: Record<string, string>): Promise<string[]> => {
    const { stdout } = await caudal(['status', '--json'], { env: cloud });
    return (JSON.parse(stdout) as Status).services.map(({ state }) => state);
  };
  const isAlive = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  beforeAll(async () => {
    env = configVariables(cloudConfig({ ...process.env, ...(await cloudVariables('test-second')) }));
    checkout = copyOfCheckout();
    await onlyPipelines(checkout, ['sensors']);
    await caudal(['reset'], { env });
    const { code, stderr } = await caudal(['up'], { env });
    expect(code, stderr).toBe(0);
  });

  afterAll(async () => {
    await caudal(['reset'], { env });
    rmSync(checkout, { recursive: true });
  });

  it('runs beside another, and starting it twice changes nothing', async () => {
    const before = await status();
    expect(before.services.map(({ state }) => state)).toEqual(serviceNames.map(() => 'running'));
    const again = await caudal(['up'], { env });
    expect(again.code).toBe(0);
    expect((await status()).services.map(({ pid }) => pid)).toEqual(before.services.map(({ pid }) => pid));
  });

  it('says which variable moves a port that is taken, and starts nothing', async () => {
    const other = await cloudVariables('test-taken');
    const held = createServer().listen(Number(other.CAUDAL_KINESIS_PORT), '127.0.0.1');
    const { code, stderr } = await caudal(['up'], { env: other });
    held.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`${other.CAUDAL_KINESIS_PORT}`);
    expect(stderr).toContain('CAUDAL_KINESIS_PORT');
    expect(await statesOf(other)).toEqual(serviceNames.map(() => 'stopped'));
  });

  it('leaves nothing behind when its start is interrupted', async () => {
    const other = await cloudVariables('test-interrupted');
    const { code } = await caudal(['up'], { env: other, interruptAfterMs: 3000 });
    expect(code).toBe(130);
    expect(await statesOf(other)).toEqual(serviceNames.map(() => 'stopped'));
    await caudal(['reset'], { env: other });
  });

  it('listens on loopback only', async () => {
    const { services } = await status();
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal }) => !internal);
    for (const { service, port } of services) {
      expect(await answers('127.0.0.1', port), service).toBe(true);
      for (const { address } of others) expect(await answers(address, port), `${service} on ${address}`).toBe(false);
    }
  });

  it('restarts a service that was killed by itself, and says so', async () => {
    const killed = await pidOf('kinesis');
    process.kill(killed, 'SIGKILL');
    const tells = ({ journal }: Status) => journal.some(({ kind }) => kind === 'restarted');
    const after = await until(lookAt, tells, 90_000);
    expect(after.services.find(({ service }) => service === 'kinesis')).toMatchObject({ state: 'running' });
    expect(await pidOf('kinesis')).not.toBe(killed);
    const sentence = /kinesis ended by signal SIGKILL at \d\d:\d\d:\d\d, restarted \(1st time\), ready after [\d.]+ s/;
    for (const command of ['status', 'up']) expect((await caudal([command], { env })).stdout).toMatch(sentence);
  });

  it('says that the watcher is missing, and starts it again', async () => {
    const { watcher } = await status();
    process.kill(watcher.pid ?? 0, 'SIGKILL');
    await until(
      async () => isAlive(watcher.pid ?? 0),
      (alive) => !alive,
    );
    expect((await caudal(['status'], { env })).stdout).toContain('The watcher is missing');
    process.kill(await pidOf('kinesis'), 'SIGKILL');
    const died = await until(lookAt, ({ services }) => services.some(({ state }) => state === 'died'));
    expect(died.services.find(({ service }) => service === 'kinesis')?.state).toBe('died');
    expect((await caudal(['up'], { env })).code).toBe(0);
    const after = await status();
    expect(after.services.map(({ state }) => state)).toEqual(serviceNames.map(() => 'running'));
    expect(after.watcher.state).toBe('running');
  });

  it('loses no acknowledged row when Cassandra is killed', async () => {
    const create = [
      "CREATE KEYSPACE IF NOT EXISTS kill_test WITH replication = {'class': 'NetworkTopologyStrategy', 'us-east-1': 1}",
      'CREATE TABLE IF NOT EXISTS kill_test.rows (id int PRIMARY KEY)',
    ];
    for (const statement of create) await caudalJson(['query', statement], { env });
    const statements = Array.from({ length: 200 }, (_, id) => `INSERT INTO kill_test.rows (id) VALUES (${id});`).join(
      '\n',
    );
    const { code } = await caudal(['query'], { env, input: statements });
    expect(code).toBe(0);
    process.kill(await pidOf('cassandra'), 'SIGKILL');
    await sleep(300);
    expect((await caudal(['up'], { env })).code).toBe(0);
    const [row] = await caudalJson<{ count: number }[]>(['query', 'SELECT COUNT(*) FROM kill_test.rows'], { env });
    expect(row?.count).toBe(200);
  });

  it('speaks the Keyspaces dialect: what Keyspaces refuses is refused', async () => {
    const { code, stderr } = await caudal(['query', 'CREATE INDEX ON kill_test.rows (id)'], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/index/i);
  });

  it('deploys again onto what a restart left, with the rows in it', async () => {
    expect((await caudal(['deploy'], { env, checkout })).code).toBe(0);
    const row = "INSERT INTO rt.sensor_readings (event_id, device_id) VALUES ('kept', 'sensor-1')";
    await caudalJson(['query', row], { env });
    for (const step of ['down', 'up', 'deploy']) {
      const { code, stderr } = await caudal([step], { env, checkout });
      expect(code, `${step}: ${stderr}`).toBe(0);
    }
    const kept = await caudalJson<unknown[]>(['query', 'SELECT event_id FROM rt.sensor_readings'], { env });
    expect(kept).toEqual([{ event_id: 'kept' }]);
    const { sent, runId } = await caudalJson<{ sent: number; runId: string }>(
      ['produce', 'sensors', '--rate', '20', '--for', '2s'],
      { env },
    );
    const account = await caudalJson(['ledger', 'sensors', '--run', runId, '--wait', '60s'], { env });
    expect(account).toMatchObject({ sent, stored: sent, lost: 0 });
  });

  it('keeps what comes in while Cassandra is held down, and stores it when Cassandra is back', async () => {
    process.kill(await pidOf('cassandra'), 'SIGKILL');
    const config = cloudConfig({ ...process.env, ...env });
    await holdCloudService(config, 'cassandra');
    const { sent, runId } = await caudalJson<{ sent: number; runId: string }>(
      ['produce', 'sensors', '--rate', '50', '--for', '4s', '--invalid', '10%'],
      { env },
    );
    const down = await caudal(['health', '--run', '--json'], { env });
    expect(down.code).toBe(1);
    expect(down.stdout).toMatch(/"name":"cassandra","status":"FAILED"/);
    expect((await lookAt()).services).toContainEqual(expect.objectContaining({ service: 'cassandra', state: 'held' }));
    await releaseCloudService(config, 'cassandra');
    const account = await caudalJson<Record<string, number>>(['ledger', 'sensors', '--run', runId, '--wait', '120s'], {
      env,
    });
    expect(account).toMatchObject({ sent, failed: 0, inFlight: 0, lost: 0 });
    expect(account.rejected).toBeGreaterThan(0);
  });

  it('a deployment after a change of the code takes effect', async () => {
    const file = path.join(checkout, 'functions/check-health/checks/cassandra.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Cassandra OK', 'Cassandra OK, changed'));
    const { code, stderr } = await caudal(['deploy'], { env, checkout });
    expect(code, stderr).toBe(0);
    const { stdout } = await caudal(['health', '--run', '--json'], { env });
    expect(stdout).toContain('Cassandra OK, changed');
  });

  it('ends the main job with Ctrl-C, long before its producer would be done', async () => {
    const { code, stdout, stderr } = await caudal(['run', '--rate', '1', '--for', '10m'], {
      env,
      checkout,
      interruptOn: /Producing/,
    });
    expect(code, stderr).toBe(130);
    expect(stderr).toContain('interrupted');
    expect(stdout).not.toContain('Ledger');
  });

  it('destroys what it deployed', async () => {
    expect((await caudal(['destroy'], { env, checkout })).code).toBe(0);
    const { keyspaces } = await awsOn<{ keyspaces: { keyspaceName: string }[] }>(env, 'keyspaces', 'list-keyspaces');
    expect(keyspaces.map(({ keyspaceName }) => keyspaceName)).not.toContain('rt');
    const { StreamNames } = await awsOn<{ StreamNames: string[] }>(env, 'kinesis', 'list-streams');
    expect(StreamNames).toEqual([]);
  });

  it('leaves no process behind', async () => {
    const { services, watcher } = await status();
    const pids = [...services, watcher].map(({ pid }) => pid ?? 0);
    // The watcher is about to restart this one when all is stopped.
    process.kill(await pidOf('cassandra'), 'SIGKILL');
    expect((await caudal(['down'], { env })).code).toBe(0);
    // A process that ended stays in the table until its parent, here process 1, has read its exit code.
    const left = await until(
      async () => pids.filter((pid) => pid > 0 && isAlive(pid)),
      (alive) => alive.length === 0,
      10_000,
    );
    expect(left).toEqual([]);
    expect(await statesOf(env)).toEqual(serviceNames.map(() => 'stopped'));
  });
});
