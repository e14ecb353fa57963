import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { type CloudConfig, cloudConfig } from '../../localstack/config.ts';
import { waitUntilReady } from '../../localstack/health.ts';
import { localstack } from '../../localstack/services/localstack.ts';

/** A second LocalStack beside that of the cloud, on the same streams, which polls with LocalStack's own pollers. */
export interface OwnPoller {
  /** Of its gateway. */
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts it with the settings of the cloud, less the runner. */
export async function startOwnPoller(config: CloudConfig): Promise<OwnPoller> {
  const port = config.ports.localstack + 50;
  const beside: CloudConfig = {
    ...cloudConfig({ ...process.env, CAUDAL_CLOUD: `${config.name}-own-poller` }),
    ports: { ...config.ports, localstack: port },
  };
  localstack.prepare(beside);
  const { command, args, cwd, env } = localstack.launch(beside);
  const { CAUDAL_MAPPING_PORT: _runner, CAUDAL_STATE_FOLDER: _state, ...own } = env;
  const child = spawn(command, args, {
    cwd,
    env: { ...own, CAUDAL_CASSANDRA_CREDENTIALS: '' },
    stdio: 'ignore',
  });
  await waitUntilReady(() => localstack.probe(beside), {
    timeoutMilliseconds: 60_000,
    alive: () => child.exitCode === null,
  });
  return {
    port,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(beside.folder, { recursive: true, force: true });
    },
  };
}
