import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CloudConfig, cloudConfig, repositoryRoot } from '../../localstack/config.ts';
import { awsProbe } from '../../localstack/health.ts';
import { dataFolder } from '../../localstack/layout.ts';
import { kinesis } from '../../localstack/services/kinesis.ts';
import { localstack } from '../../localstack/services/localstack.ts';
import type { Service } from '../../localstack/services/service.ts';
import { awaitService, launchService, stopService } from '../../localstack/supervisor.ts';
import { toolPaths } from '../../localstack/tools.ts';
import { freePorts } from '../free-ports.ts';

/** An engine that runs, and a LocalStack before it. */
export interface BenchCloud {
  /** Port of the engine on 127.0.0.1. */
  readonly straight: number;
  /** Port of LocalStack's gateway. */
  readonly gateway: number;
  /** Ends both and removes their data. */
  stop(): Promise<void>;
}

const list = 'Kinesis_20131202.ListStreams';

/** LocalStack without the services that this bench does not start. */
const gateway: Service = {
  ...localstack,
  probe: ({ ports }) => awsProbe({ port: ports.localstack, service: 'kinesis', target: list }),
};

/** kinesis-local as the local cloud had it before the engine: it writes all of its streams to a file every 5 s. */
function kinesisLocal(tlsPort: number): Service {
  const home = path.join(repositoryRoot, 'node_modules', 'kinesis-local');
  const loopback = pathToFileURL(path.join(import.meta.dirname, 'loopback.mjs')).href;
  return {
    ...kinesis,
    ports: (config) => [...kinesis.ports(config), { port: tlsPort, variable: 'CAUDAL_KINESIS_PORT' }],
    inputs: () => [path.join(home, 'package.json')],
    launch: (config) => ({
      command: toolPaths(config).node,
      args: ['--import', loopback, path.join(home, 'main.js')],
      cwd: home,
      env: {
        PATH: '/usr/bin:/bin',
        KINESIS_MOCK_PLAIN_PORT: String(config.ports.kinesis),
        KINESIS_MOCK_TLS_PORT: String(tlsPort),
        KINESIS_MOCK_CERT_PATH: path.join(home, 'server.json'),
        AWS_ACCOUNT_ID: '000000000000',
        AWS_REGION: 'us-east-1',
        SHARD_LIMIT: '500',
        LOG_LEVEL: 'WARN',
        SHOULD_PERSIST_DATA: 'true',
        PERSIST_PATH: dataFolder(config, 'kinesis'),
        PERSIST_FILE_NAME: 'streams.json',
        PERSIST_INTERVAL: '5s',
        CREATE_STREAM_DURATION: '50ms',
        DELETE_STREAM_DURATION: '50ms',
      },
    }),
  };
}

/** Starts our engine or kinesis-local, and a LocalStack before it. @throws {ServiceStartError} or the signal's reason */
export async function startBenchCloud(engine: 'caudal' | 'kinesis-local', signal: AbortSignal): Promise<BenchCloud> {
  const [tls = 0, ...ports] = await freePorts(6);
  const config = benchConfig(ports);
  const services = [engine === 'caudal' ? kinesis : kinesisLocal(tls), gateway];
  const stop = async (): Promise<void> => {
    await Promise.all(services.map((service) => stopService(service, config)));
    rmSync(config.folder, { recursive: true, force: true });
  };
  try {
    for (const service of services) await launchService(service, config);
    await Promise.all(services.map((service) => awaitService(service, config, signal)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { straight: config.ports.kinesis, gateway: config.ports.localstack, stop };
}

/** A cloud of its own name and ports, on the disk of the others. */
function benchConfig([localstackPort, kinesisPort, ...unused]: readonly number[]): CloudConfig {
  const [cassandra, dynamodb, mapping] = unused;
  return cloudConfig({
    ...process.env,
    CAUDAL_CLOUD: `bench-${randomBytes(4).toString('hex')}`,
    CAUDAL_PORT: String(localstackPort),
    CAUDAL_KINESIS_PORT: String(kinesisPort),
    CAUDAL_CASSANDRA_PORT: String(cassandra),
    CAUDAL_DYNAMODB_PORT: String(dynamodb),
    CAUDAL_MAPPING_PORT: String(mapping),
    CAUDAL_KINESIS_LIMITS: '0',
  });
}
