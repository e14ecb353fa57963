import path from 'node:path';

/** The parts of the local cloud, in the order in which they are started. */
export const serviceNames = ['cassandra', 'dynamodb', 'kinesis', 'mapping', 'localstack', 'registry'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What the cloud keeps running: its services, and the watcher that restarts them. */
export type ProcessName = ServiceName | 'watcher';

/** Where a local cloud lives and listens. */
export interface CloudConfig {
  /** Name of the cloud; its data lies apart from that of others. `CAUDAL_CLOUD`. @default 'default' */
  readonly name: string;
  /** Folder of what set-up brings and all clouds share: Python, jars. The node modules lie in the checkout. */
  readonly tools: string;
  /** Folder of this cloud, and of nothing else: `resetCloud` empties it. See README.md for what is in it. */
  readonly folder: string;
  /**
   * Ports on 127.0.0.1. `CAUDAL_PORT` (4566), `CAUDAL_CASSANDRA_PORT` (9042), `CAUDAL_DYNAMODB_PORT` (4567),
   * `CAUDAL_KINESIS_PORT` (4568), `CAUDAL_MAPPING_PORT` (4569), `CAUDAL_REGISTRY_PORT` (8081; where `CAUDAL_PORT` is given and
   * this is not: five above that, so that two clouds side by side do not meet there). Cassandra also takes its CQL port + 1000 for its storage port.
   */
  readonly ports: Readonly<Record<ServiceName, number>>;
  /** Whether shards refuse what AWS' shards refuse, such as over 1,000 records a second. `CAUDAL_KINESIS_LIMITS=1`. @default false */
  readonly kinesisLimits: boolean;
}

/** Root of the checkout. */
export const repositoryRoot = path.resolve(import.meta.dirname, '..');

const portVariables: Readonly<Record<ServiceName, { variable: string; fallback: number }>> = {
  cassandra: { variable: 'CAUDAL_CASSANDRA_PORT', fallback: 9042 },
  dynamodb: { variable: 'CAUDAL_DYNAMODB_PORT', fallback: 4567 },
  kinesis: { variable: 'CAUDAL_KINESIS_PORT', fallback: 4568 },
  mapping: { variable: 'CAUDAL_MAPPING_PORT', fallback: 4569 },
  localstack: { variable: 'CAUDAL_PORT', fallback: 4566 },
  registry: { variable: 'CAUDAL_REGISTRY_PORT', fallback: 8081 },
};

/** How far the registry lies above LocalStack where that alone was moved. */
const REGISTRY_OFFSET = 5;

/** Reads the cloud's place, ports and settings from environment variables. @throws {RangeError} for one that cannot be used */
export function cloudConfig(env: NodeJS.ProcessEnv = process.env): CloudConfig {
  const home = path.resolve(env.CAUDAL_HOME ?? path.join(repositoryRoot, '.caudal'));
  const name = env.CAUDAL_CLOUD ?? 'default';
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) {
    throw new RangeError(`CAUDAL_CLOUD must be 1 to 32 lower-case letters, digits and hyphens (received "${name}")`);
  }
  return {
    name,
    tools: path.join(home, 'tools'),
    folder: path.join(home, 'clouds', name),
    ports: {
      cassandra: port(env, 'cassandra'),
      dynamodb: port(env, 'dynamodb'),
      kinesis: port(env, 'kinesis'),
      mapping: port(env, 'mapping'),
      localstack: port(env, 'localstack'),
      registry: registryPort(env),
    },
    kinesisLimits: flag(env, 'CAUDAL_KINESIS_LIMITS'),
  };
}

/** The variables from which `cloudConfig` reads this very cloud. */
export function configVariables(config: CloudConfig): Record<string, string> {
  const ports = serviceNames.map((name) => [portVariables[name].variable, String(config.ports[name])]);
  return {
    CAUDAL_HOME: path.dirname(config.tools),
    CAUDAL_CLOUD: config.name,
    CAUDAL_KINESIS_LIMITS: config.kinesisLimits ? '1' : '0',
    ...Object.fromEntries(ports),
  };
}

function flag(env: NodeJS.ProcessEnv, variable: string): boolean {
  const text = env[variable] ?? '0';
  if (text !== '0' && text !== '1') throw new RangeError(`${variable} must be 0 or 1 (received "${text}")`);
  return text === '1';
}

function port(env: NodeJS.ProcessEnv, service: ServiceName): number {
  const { variable, fallback } = portVariables[service];
  const text = env[variable];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1024 || value > 64_535) {
    throw new RangeError(`${variable} must be a whole number from 1024 to 64535 (received "${text}")`);
  }
  return value;
}

function registryPort(env: NodeJS.ProcessEnv): number {
  const isNextToOthers = env.CAUDAL_REGISTRY_PORT === undefined && env.CAUDAL_PORT !== undefined;
  return isNextToOthers ? port(env, 'localstack') + REGISTRY_OFFSET : port(env, 'registry');
}
