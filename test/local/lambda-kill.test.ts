import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cloudConfig } from '../../localstack/config.ts';
import { localstack } from '../../localstack/services/localstack.ts';
import { createFunction, invokeFunction, lambdaClient } from './support/functions.ts';
import { cloudVariables } from './support/ports.ts';
import { until } from './support/until.ts';

/** A LocalStack alone, without the other services: it is killed. */
describe('a LocalStack that is killed', () => {
  it('takes the processes of its functions with it', async () => {
    const config = cloudConfig({ ...process.env, ...(await cloudVariables('test-killed')) });
    localstack.prepare(config);
    const { command, args, cwd, env } = localstack.launch(config);
    const process_ = spawn(command, args, { cwd, env, stdio: 'ignore' });
    try {
      const port = config.ports.localstack;
      const isUp = () =>
        fetch(`http://127.0.0.1:${port}/_localstack/health`).then(
          ({ ok }) => ok,
          () => false,
        );
      expect(await until(isUp, Boolean)).toBe(true);
      const client = lambdaClient(String(port));
      const code = `
        export const handler = async ({ spin }) => {
          if (spin) for (;;);
          await new Promise((resolve) => setTimeout(resolve, 1000));
          return process.pid;
        }`;
      await createFunction(client, 'test-killed', { 'index.mjs': code }, { Timeout: 60 });
      const idle = await Promise.all([1, 2].map(() => invokeFunction<number>(client, 'test-killed')));
      const pids = idle.map(({ payload }) => payload);
      expect(pids.filter(isAlive)).toHaveLength(2);
      invokeFunction(client, 'test-killed', { spin: true }).catch(() => undefined);

      process_.kill('SIGKILL');
      expect(
        await until(
          async () => pids.filter(isAlive),
          (alive) => alive.length === 0,
        ),
      ).toEqual([]);
    } finally {
      process_.kill('SIGKILL');
      rmSync(config.folder, { recursive: true, force: true });
    }
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
