import { type CloudConfig, type ServiceName, serviceNames } from './config.ts';
import { logFile } from './layout.ts';
import { lastLines } from './logs.ts';
import { isRunning } from './process.ts';
import { residentMegabytes } from './process-table.ts';
import { readRecord } from './run-record.ts';
import { services } from './services/index.ts';
import { type JournalLine, readJournal } from './watcher/journal.ts';
import { journalText } from './watcher/journal-text.ts';

/**
 * - `running`: answers a real request.
 * - `unhealthy`: its process runs, but it does not answer; `problem` says why.
 * - `died`: it was started, nobody stopped it, and its process has ended; `problem` holds the last line of its log.
 * - `restarting`: the same, and the watcher is about to start it again.
 * - `held`: stopped on purpose by `holdCloudService`; the watcher leaves it.
 * - `stopped`: not started, or stopped by `stopCloud`.
 */
export type ServiceState = 'running' | 'unhealthy' | 'died' | 'restarting' | 'held' | 'stopped';

/** How a service does. */
export interface ServiceStatus {
  readonly service: ServiceName;
  readonly state: ServiceState;
  readonly port: number;
  readonly pid?: number;
  /** Unit: s. Only while its process runs. */
  readonly uptimeSeconds?: number;
  /** Resident memory. Unit: MB. Only while its process runs. */
  readonly memoryMegabytes?: number;
  readonly problem?: string;
  readonly log: string;
}

/** How a local cloud does. */
export interface CloudStatus {
  readonly name: string;
  readonly folder: string;
  /** Whether every service answers. */
  readonly ready: boolean;
  readonly services: readonly ServiceStatus[];
  readonly watcher: WatcherStatus;
  /** What the watcher did within the last 24 hours, oldest first, each with a sentence for people. */
  readonly journal: readonly (JournalLine & { readonly text: string })[];
}

/** Whether a crash would be noticed. `missing`: services run, but the watcher does not. */
export interface WatcherStatus {
  readonly state: 'running' | 'missing' | 'stopped';
  readonly pid?: number;
  /** Unit: MB. */
  readonly memoryMegabytes?: number;
}

const journalMs = 24 * 3_600_000;

/** Looks at every service, asking each that runs a real question. */
export async function cloudStatus(config: CloudConfig): Promise<CloudStatus> {
  const journal = readJournal(config, Date.now() - journalMs);
  const watcher = watcherStatus(config);
  const willRestart = (name: ServiceName) =>
    watcher.state === 'running' &&
    journal.findLast((line) => 'service' in line && line.service === name)?.kind !== 'gave-up';
  const statuses = await Promise.all(serviceNames.map((name) => serviceStatus(config, name, willRestart(name))));
  return {
    name: config.name,
    folder: config.folder,
    ready: statuses.every((status) => status.state === 'running'),
    services: statuses,
    watcher,
    journal: journal.map((line) => ({ ...line, text: journalText(line) })),
  };
}

function watcherStatus(config: CloudConfig): WatcherStatus {
  const record = readRecord(config, 'watcher');
  if (record !== undefined && isRunning(record)) {
    const memory = residentMegabytes(record.pid);
    return { state: 'running', pid: record.pid, ...(memory === undefined ? {} : { memoryMegabytes: memory }) };
  }
  return { state: serviceNames.some((name) => readRecord(config, name)) ? 'missing' : 'stopped' };
}

async function serviceStatus(config: CloudConfig, service: ServiceName, willRestart: boolean): Promise<ServiceStatus> {
  const log = logFile(config, service);
  const record = readRecord(config, service);
  const base = { service, port: record?.port ?? config.ports[service], log };
  if (record === undefined) return { ...base, state: 'stopped' };
  if (record.heldSince !== undefined && !isRunning(record)) return { ...base, state: 'held' };
  if (!isRunning(record)) {
    const problem = lastLines(log, 1)[0] ?? 'its log is empty';
    return { ...base, state: willRestart ? 'restarting' : 'died', pid: record.pid, problem };
  }
  const memory = residentMegabytes(record.pid);
  const process = {
    pid: record.pid,
    uptimeSeconds: Math.round((Date.now() - Date.parse(record.startedAt)) / 1000),
    ...(memory === undefined ? {} : { memoryMegabytes: memory }),
  };
  try {
    // The record knows better than the variables of this shell where it listens.
    await services[service].probe({ ...config, ports: { ...config.ports, [service]: record.port } });
    return { ...base, ...process, state: 'running' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ...base, ...process, state: 'unhealthy', problem: message.split('\n', 1)[0] ?? message };
  }
}
