import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CloudConfig } from '../config.ts';
import { awsProbe } from '../health.ts';
import { dataFolder, schemaCredentialsFile } from '../layout.ts';
import { nodeManifest, pythonStamps, toolPaths } from '../tools.ts';
import type { Service } from './service.ts';

/** LocalStack in host mode, with the project's extension, which keeps what LocalStack knows: stacks, functions, buckets … */
export const localstack: Service = {
  name: 'localstack',
  ports: (config) => [{ port: config.ports.localstack, variable: 'CAUDAL_PORT' }],
  startSeconds: 90,
  stopSeconds: 10,

  inputs: (config) => [...pythonStamps(config), nodeManifest],

  prepare(config) {
    const home = dataFolder(config, 'localstack');
    // Environments of functions and the like, which nobody needs when LocalStack has ended.
    rmSync(path.join(home, 'tmp'), { recursive: true, force: true });
    mkdirSync(path.join(home, 'tmp'), { recursive: true });
  },

  launch(config) {
    const home = dataFolder(config, 'localstack');
    return {
      command: toolPaths(config).python,
      args: ['-m', 'localstack.runtime.main'],
      cwd: home,
      env: environment(config, home),
    };
  },

  async probe(config) {
    const port = config.ports.localstack;
    await awsProbe({ port, service: 'localstack', path: '/_localstack/health' });
    await Promise.all([
      awsProbe({ port, service: 'lambda', path: '/2015-03-31/functions/' }),
      awsProbe({ port, service: 'kinesis', target: 'Kinesis_20131202.ListStreams' }),
      awsProbe({ port, service: 'dynamodb', target: 'DynamoDB_20120810.ListTables' }),
    ]);
  },
};

function environment(config: CloudConfig, home: string): Record<string, string> {
  const { ports } = config;
  const tools = toolPaths(config);
  const externalPorts = ports.localstack + 1149 > 65_535 ? ports.localstack - 1149 : ports.localstack + 1100;
  return {
    PATH: `${path.dirname(tools.python)}:/usr/bin:/bin`,
    LANG: 'C.UTF-8',
    PYTHONUNBUFFERED: '1',
    // Nothing of the user's own AWS set-up is read or written.
    HOME: home,
    TMPDIR: path.join(home, 'tmp'),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    FILESYSTEM_ROOT: path.join(home, 'files'),
    // The extension's server: LocalStack's own ignores the host of the line below.
    GATEWAY_SERVER: 'bound',
    GATEWAY_LISTEN: `127.0.0.1:${ports.localstack}`,
    LOCALSTACK_HOST: `localhost:${ports.localstack}`,
    EXTERNAL_SERVICE_PORTS_START: String(externalPorts),
    EXTERNAL_SERVICE_PORTS_END: String(externalPorts + 49),
    DNS_ADDRESS: '0',
    SKIP_SSL_CERT_DOWNLOAD: '1',
    DISABLE_EVENTS: '1',
    LAMBDA_RUNTIME_EXECUTOR: 'process',
    LAMBDA_RETRY_BASE_DELAY: String(asynchronousRetrySeconds()),
    LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC: '0.05',
    LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC: '0.2',
    // Streams of tables live in DynamoDB Local, beside the tables: both outlive LocalStack.
    PROVIDER_OVERRIDE_DYNAMODB: 'v2',
    KINESIS_ERROR_PROBABILITY: '0',
    CAUDAL_CASSANDRA_HOST: '127.0.0.1',
    CAUDAL_CASSANDRA_PORT: String(ports.cassandra),
    CAUDAL_CASSANDRA_CREDENTIALS: schemaCredentialsFile(config),
    CAUDAL_DYNAMODB_PORT: String(ports.dynamodb),
    CAUDAL_KINESIS_PORT: String(ports.kinesis),
    CAUDAL_MAPPING_PORT: String(ports.mapping),
    CAUDAL_NODE: tools.node,
    CAUDAL_STATE_FOLDER: path.join(home, 'state'),
  };
}

/**
 * How long an asynchronous invocation that failed waits before its first retry, in seconds; twice as long before its
 * second. `CAUDAL_LAMBDA_RETRY_SECONDS`, 1 to 300. @default 60, as on AWS
 * @throws {RangeError} for anything else
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
function asynchronousRetrySeconds(): number {
  const text = process.env.CAUDAL_LAMBDA_RETRY_SECONDS ?? '60';
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 300) {
    throw new RangeError(`CAUDAL_LAMBDA_RETRY_SECONDS must be a whole number from 1 to 300 (received "${text}")`);
  }
  return seconds;
}
