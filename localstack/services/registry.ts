import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../config.ts';
import { dataFolder } from '../layout.ts';
import { nodeManifest, toolPaths } from '../tools.ts';
import type { Service } from './service.ts';

const home = path.join(repositoryRoot, 'localstack', 'registry');

/** The door of the schema registry: hands what it is asked to the deployed function. It needs none of the others to start. */
export const registry: Service = {
  name: 'registry',
  ports: (config) => [{ port: config.ports.registry, variable: 'CAUDAL_REGISTRY_PORT' }],
  startSeconds: 30,
  stopSeconds: 5,

  inputs: () => [home, nodeManifest],
  prepare: (config) => void mkdirSync(dataFolder(config, 'registry'), { recursive: true }),

  launch: (config) => ({
    command: toolPaths(config).node,
    args: [path.join(home, 'main.ts')],
    cwd: dataFolder(config, 'registry'),
    env: {
      PATH: '/usr/bin:/bin',
      CAUDAL_REGISTRY_PORT: String(config.ports.registry),
      CAUDAL_PORT: String(config.ports.localstack),
    },
  }),

  async probe(config) {
    const response = await fetch(`http://127.0.0.1:${config.ports.registry}/_caudal/health`, {
      signal: AbortSignal.timeout(2000),
    });
    if (!response.ok) throw new Error(`registry answered ${response.status}`);
    await response.body?.cancel();
  },
};
