import path from 'node:path';
import type { CloudConfig, ProcessName, ServiceName } from './config.ts';

/** Log of a service or the watcher; older text is in the same name with `.1` and `.2`. */
export function logFile(config: CloudConfig, service: ProcessName): string {
  return path.join(config.folder, 'logs', `${service}.log`);
}

/** Folder in which a service keeps its data. */
export function dataFolder(config: CloudConfig, service: ServiceName): string {
  return path.join(config.folder, 'data', service);
}

/** Record of a started service. */
export function runFile(config: CloudConfig, service: ProcessName): string {
  return path.join(config.folder, 'run', `${service}.json`);
}

/** Exit status of a service that has ended; see `startDetached`. */
export function exitFile(config: CloudConfig, service: ProcessName): string {
  return path.join(config.folder, 'run', `${service}.exit`);
}

/** What the watcher has seen and done, an entry a line. */
export function journalFile(config: CloudConfig): string {
  return path.join(config.folder, 'run', 'journal.jsonl');
}

/** Held while a command starts, stops or resets this cloud. */
export function lockFile(config: CloudConfig): string {
  return path.join(config.folder, 'cloud.lock');
}

/** JSON file, readable by its owner alone: `{"username","password"}` of the role `caudal`, which reads and writes rows. */
export function applicationCredentialsFile(config: CloudConfig): string {
  return path.join(config.folder, 'credentials', 'cassandra-application.json');
}

/** The same for `caudal_schema`, which may change schemas too. */
export function schemaCredentialsFile(config: CloudConfig): string {
  return path.join(config.folder, 'credentials', 'cassandra-schema.json');
}

/** The same for the superuser, which the supervisor alone uses. */
export function superuserCredentialsFile(config: CloudConfig): string {
  return path.join(config.folder, 'credentials', 'cassandra-superuser.json');
}
