import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceName, serviceNames } from '../../localstack/config.ts';
import { caudal, caudalJson } from '../local/support/caudal.ts';
import { cloudVariables } from '../local/support/ports.ts';
import { until } from '../local/support/until.ts';

interface Process {
  readonly pid?: number;
}

interface Status {
  readonly ready: boolean;
  readonly services: readonly (Process & { readonly service: ServiceName })[];
  readonly watcher: Process;
  readonly pipelines: readonly { readonly name: string; readonly consumer: string }[];
}

interface Produced {
  readonly sent: number;
  readonly runId: string;
}

/** A cloud of its own that is deployed to once; whatever is killed after that has to come back with all it knew. */
describe('a local cloud whose processes are killed', () => {
  let env: Record<string, string>;

  const look = async (): Promise<Status> => {
    const { stdout } = await caudal(['status', '--json'], { env });
    return JSON.parse(stdout) as Status;
  };
  const produce = async (...options: string[]): Promise<Produced> => {
    const arguments_ = ['produce', 'sensors', '--invalid', '10%', '--duplicate', '5%', '--retries', '20', ...options];
    const { stdout, stderr } = await caudal([...arguments_, '--json'], { env });
    expect(stdout, stderr).toContain('runId');
    return JSON.parse(stdout) as Produced;
  };
  const expectNothingLost = async ({ runId, sent }: Produced): Promise<void> => {
    const account = await caudalJson<Record<string, number>>(['ledger', 'sensors', '--run', runId, '--wait', '120s'], {
      env,
    });
    expect(account).toMatchObject({ sent, lost: 0, inFlight: 0, failed: 0 });
    expect(account.stored).toBeGreaterThan(0);
  };

  beforeAll(async () => {
    env = await cloudVariables('test-kill');
    for (const step of ['reset', 'up', 'deploy']) {
      const { code, stderr } = await caudal([step], { env });
      expect(code, `${step}: ${stderr}`).toBe(0);
    }
  });

  afterAll(async () => {
    await caudal(['reset'], { env });
  });

  it('loses no acknowledged record when each of them is killed in turn under a producer', async () => {
    const producing = produce('--rate', '50', '--for', '40s');
    for (const name of serviceNames) {
      const { services } = await until(look, ({ ready }) => ready, 90_000);
      const pid = services.find(({ service }) => service === name)?.pid;
      if (!pid) throw new Error(`${name} has no process`);
      process.kill(pid, 'SIGKILL');
    }
    const produced = await producing;
    expect((await until(look, ({ ready }) => ready, 90_000)).ready).toBe(true);
    await expectNothingLost(produced);
  });

  it('goes on without a deployment when all of them were killed at once', async () => {
    expect((await caudal(['pause', 'sensors'], { env })).code).toBe(0);
    const waiting = await produce('--rate', '50', '--for', '3s');
    const { services, watcher } = await look();
    // The watcher first: it would begin to restart the others.
    for (const { pid } of [watcher, ...services]) process.kill(pid ?? 0, 'SIGKILL');
    const { code, stderr } = await caudal(['up'], { env });
    expect(code, stderr).toBe(0);
    const paused = expect.objectContaining({ name: 'sensors', consumer: 'Disabled' });
    expect((await look()).pipelines).toContainEqual(paused);
    expect((await caudal(['resume', 'sensors'], { env })).code).toBe(0);
    await expectNothingLost(waiting);
    await expectNothingLost(await produce('--rate', '50', '--for', '3s'));
  });
});
