import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CloudConfig } from '../config.ts';
import { dataFolder } from '../layout.ts';
import type { Launch } from '../process.ts';
import { javaStamps, toolPaths } from '../tools.ts';
import { ensureRoles, queryAsApplication } from './cassandra-roles.ts';
import type { Service } from './service.ts';

const conf = path.join(import.meta.dirname, 'conf');
const settings = ['cassandra.jvm', 'cassandra.yaml.template', 'cassandra-rackdc.properties', 'logback.xml'];
const storagePort = (config: CloudConfig) => config.ports.cassandra + 1000;

/** Apache Cassandra 5.0, one node, which enforces the dialect of Keyspaces on the application's role. */
export const cassandra: Service = {
  name: 'cassandra',
  ports: (config) => [
    { port: config.ports.cassandra, variable: 'CAUDAL_CASSANDRA_PORT' },
    { port: storagePort(config), variable: 'CAUDAL_CASSANDRA_PORT' },
  ],
  startSeconds: 120,
  stopSeconds: 30,
  launch,
  inputs: (config) => [...settings.map((name) => path.join(conf, name)), ...javaStamps(config)],
  prepare,
  settle: ensureRoles,
  probe: queryAsApplication,
  stopped: keepArchive,
};

const settingsFile = (config: CloudConfig) => path.join(dataFolder(config, 'cassandra'), 'cassandra.yaml');
const archiveOptionFile = (config: CloudConfig) => path.join(dataFolder(config, 'cassandra'), 'archive.jvm');

function prepare(config: CloudConfig): void {
  mkdirSync(path.join(dataFolder(config, 'cassandra'), 'tmp'), { recursive: true });
  writeFileSync(settingsFile(config), cassandraYaml(config));
  writeFileSync(archiveOptionFile(config), JSON.stringify(archiveOption(config)));
}

function launch(config: CloudConfig): Launch {
  const home = dataFolder(config, 'cassandra');
  return {
    command: toolPaths(config).java,
    args: [
      `@${path.join(conf, 'cassandra.jvm')}`,
      `@${archiveOptionFile(config)}`,
      `-Dcassandra.config=${pathToFileURL(settingsFile(config)).href}`,
      `-Dcassandra-rackdc.properties=${pathToFileURL(path.join(conf, 'cassandra-rackdc.properties')).href}`,
      `-Dlogback.configurationFile=${path.join(conf, 'logback.xml')}`,
      `-Dcassandra.storagedir=${home}`,
      `-Dcassandra.logdir=${path.join(home, 'logs')}`,
      `-Djava.io.tmpdir=${path.join(home, 'tmp')}`,
      `-Djna.tmpdir=${path.join(home, 'tmp')}`,
      '-cp',
      classPath(config),
      'org.apache.cassandra.service.CassandraDaemon',
    ],
    cwd: home,
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
  };
}

/** The server's settings for a cloud. */
export function cassandraYaml(config: CloudConfig): string {
  const home = dataFolder(config, 'cassandra');
  const folder = (name: string) => JSON.stringify(path.join(home, name));
  const values: Record<string, string> = {
    cluster: JSON.stringify(`caudal-${config.name}`),
    cqlPort: String(config.ports.cassandra),
    storagePort: String(storagePort(config)),
    data: folder('data'),
    commitlog: folder('commitlog'),
    savedCaches: folder('saved_caches'),
    hints: folder('hints'),
    cdc: folder('cdc_raw'),
  };
  const template = readFileSync(path.join(conf, 'cassandra.yaml.template'), 'utf8');
  return template.replaceAll(/\$\{(\w+)\}/g, (text, name: string) => values[name] ?? text);
}

/** The jars in a fixed order: an archive of classes is good for one class path only. */
function classPath(config: CloudConfig): string {
  const folder = toolPaths(config).cassandraJars;
  const jars = readdirSync(folder).filter((name) => name.endsWith('.jar'));
  return jars
    .sort()
    .map((name) => path.join(folder, name))
    .join(path.delimiter);
}

/**
 * Java reads classes faster from an archive that an earlier run of the same Java with the same jars has left; with a file
 * that does not fit it starts as without. The first run writes one when it stops. Given to Java in a file, so that the
 * command line is the same with and without.
 */
function archiveOption(config: CloudConfig): string {
  const archive = archiveFile(config);
  if (existsSync(archive)) return `-XX:SharedArchiveFile=${archive}`;
  mkdirSync(path.dirname(archive), { recursive: true });
  return `-XX:ArchiveClassesAtExit=${freshArchive(config)}`;
}

function keepArchive(config: CloudConfig): void {
  const fresh = freshArchive(config);
  if (existsSync(fresh)) renameSync(fresh, archiveFile(config));
}

function archiveFile(config: CloudConfig): string {
  const { java, archives } = toolPaths(config);
  const stamp = statSync(java);
  const key = createHash('sha256').update(`${java}\n${stamp.size}\n${stamp.mtimeMs}\n${classPath(config)}`);
  return path.join(archives, `cassandra-${key.digest('hex').slice(0, 12)}.jsa`);
}

function freshArchive(config: CloudConfig): string {
  return `${archiveFile(config)}.${config.name}`;
}
