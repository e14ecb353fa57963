import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CloudConfig, repositoryRoot } from '../config.ts';
import { awsProbe } from '../health.ts';
import { dataFolder } from '../layout.ts';
import { nodeManifest, toolPaths } from '../tools.ts';
import type { Service } from './service.ts';

const home = path.join(repositoryRoot, 'node_modules', 'kinesis-local');
const loopback = path.join(import.meta.dirname, 'conf', 'loopback.mjs');

/** kinesis-local also serves TLS, which nobody here uses; its port must be out of the way of other clouds. */
const tlsPort = (config: CloudConfig) => config.ports.kinesis + 1000;

/** Operations that AWS takes seconds for. */
const durations = [
  'CREATE_STREAM_DURATION',
  'DELETE_STREAM_DURATION',
  'REGISTER_STREAM_CONSUMER_DURATION',
  'DEREGISTER_STREAM_CONSUMER_DURATION',
  'START_STREAM_ENCRYPTION_DURATION',
  'STOP_STREAM_ENCRYPTION_DURATION',
  'MERGE_SHARDS_DURATION',
  'SPLIT_SHARD_DURATION',
  'UPDATE_SHARD_COUNT_DURATION',
  'UPDATE_STREAM_MODE_DURATION',
];

/** kinesis-local. It keeps its streams in one JSON file, written every 5 s and when it is stopped. */
export const kinesis: Service = {
  name: 'kinesis',
  ports: (config) => [
    { port: config.ports.kinesis, variable: 'CAUDAL_KINESIS_PORT' },
    { port: tlsPort(config), variable: 'CAUDAL_KINESIS_PORT' },
  ],
  startSeconds: 60,
  stopSeconds: 10,

  inputs: () => [loopback, path.join(home, 'package.json'), nodeManifest],
  prepare: (config) => void mkdirSync(dataFolder(config, 'kinesis'), { recursive: true }),

  launch(config) {
    return {
      command: toolPaths(config).node,
      args: ['--import', pathToFileURL(loopback).href, path.join(home, 'main.js')],
      cwd: home,
      env: {
        PATH: '/usr/bin:/bin',
        KINESIS_MOCK_PLAIN_PORT: String(config.ports.kinesis),
        KINESIS_MOCK_TLS_PORT: String(tlsPort(config)),
        KINESIS_MOCK_CERT_PATH: path.join(home, 'server.json'),
        AWS_ACCOUNT_ID: '000000000000',
        AWS_REGION: 'us-east-1',
        SHARD_LIMIT: '500',
        ON_DEMAND_STREAM_COUNT_LIMIT: '50',
        LOG_LEVEL: 'WARN',
        SHOULD_PERSIST_DATA: 'true',
        PERSIST_PATH: dataFolder(config, 'kinesis'),
        PERSIST_FILE_NAME: 'streams.json',
        PERSIST_INTERVAL: '5s',
        ...Object.fromEntries(durations.map((name) => [name, '50ms'])),
      },
    };
  },

  probe: (config) =>
    awsProbe({ port: config.ports.kinesis, service: 'kinesis', target: 'Kinesis_20131202.ListStreams' }),
};
