import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../config.ts';
import { dataFolder } from '../layout.ts';
import { nodeManifest, toolPaths } from '../tools.ts';
import type { Service } from './service.ts';

const home = path.join(repositoryRoot, 'localstack', 'event-source-mapping');
/** What it is made of. */
const sources = ['event-source-mapping', 'metrics', 'durable-files.ts', 'ports.ts'].map((name) =>
  path.join(repositoryRoot, 'localstack', name),
);

/** The runner of Lambda's event source mappings. It needs none of the others to start: it waits for them. */
export const mapping: Service = {
  name: 'mapping',
  ports: (config) => [{ port: config.ports.mapping, variable: 'CAUDAL_MAPPING_PORT' }],
  startSeconds: 30,
  stopSeconds: 10,

  inputs: () => [...sources, nodeManifest],
  prepare: (config) => void mkdirSync(dataFolder(config, 'mapping'), { recursive: true }),

  launch: (config) => ({
    command: toolPaths(config).node,
    args: [path.join(home, 'runner', 'main.ts')],
    cwd: dataFolder(config, 'mapping'),
    env: {
      PATH: '/usr/bin:/bin',
      CAUDAL_MAPPING_PORT: String(config.ports.mapping),
      CAUDAL_MAPPING_FOLDER: dataFolder(config, 'mapping'),
      CAUDAL_KINESIS_PORT: String(config.ports.kinesis),
      CAUDAL_DYNAMODB_PORT: String(config.ports.dynamodb),
      CAUDAL_PORT: String(config.ports.localstack),
    },
  }),

  async probe(config) {
    const response = await fetch(`http://127.0.0.1:${config.ports.mapping}/health`, {
      signal: AbortSignal.timeout(2000),
    });
    if (!response.ok) throw new Error(`mapping answered ${response.status}`);
    await response.body?.cancel();
  },
};
