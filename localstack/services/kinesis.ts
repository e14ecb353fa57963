import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../config.ts';
import { awsProbe } from '../health.ts';
import { dataFolder } from '../layout.ts';
import { nodeManifest, toolPaths } from '../tools.ts';
import type { Service } from './service.ts';

const home = path.join(repositoryRoot, 'localstack', 'kinesis');
/** What it is made of. */
const sources = ['kinesis', 'metrics', 'durable-files.ts'].map((name) => path.join(repositoryRoot, 'localstack', name));

/** The Kinesis engine. What it has acknowledged is on disk. */
export const kinesis: Service = {
  name: 'kinesis',
  ports: (config) => [{ port: config.ports.kinesis, variable: 'CAUDAL_KINESIS_PORT' }],
  startSeconds: 60,
  stopSeconds: 10,

  inputs: () => [...sources, nodeManifest],
  prepare: (config) => void mkdirSync(dataFolder(config, 'kinesis'), { recursive: true }),

  launch: (config) => ({
    command: toolPaths(config).node,
    args: [path.join(home, 'main.ts')],
    cwd: dataFolder(config, 'kinesis'),
    env: {
      PATH: '/usr/bin:/bin',
      CAUDAL_KINESIS_PORT: String(config.ports.kinesis),
      CAUDAL_KINESIS_FOLDER: dataFolder(config, 'kinesis'),
      CAUDAL_KINESIS_LIMITS: config.kinesisLimits ? '1' : '0',
      // Syncs of many shards at once, beside reads.
      UV_THREADPOOL_SIZE: '16',
    },
  }),

  probe: (config) =>
    awsProbe({ port: config.ports.kinesis, service: 'kinesis', target: 'Kinesis_20131202.ListStreams' }),
};
