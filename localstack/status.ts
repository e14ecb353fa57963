import { type CloudConfig, type ServiceName, serviceNames } from './config.ts';
import { logFile } from './layout.ts';
import { lastLines } from './logs.ts';
import { isRunning } from './process.ts';
import { residentMegabytes } from './process-table.ts';
import { readRecord } from './run-record.ts';
import { services } from './services/index.ts';

/**
 * - `running`: answers a real request.
 * - `unhealthy`: its process runs, but it does not answer; `problem` says why.
 * - `died`: it was started, nobody stopped it, and its process has ended; `problem` holds the last line of its log.
 * - `stopped`: not started, or stopped by `stopCloud`.
 */
export type ServiceState = 'running' | 'unhealthy' | 'died' | 'stopped';

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
}

/** Looks at every service, asking each that runs a real question. */
export async function cloudStatus(config: CloudConfig): Promise<CloudStatus> {
  const statuses = await Promise.all(serviceNames.map((name) => serviceStatus(config, name)));
  return {
    name: config.name,
    folder: config.folder,
    ready: statuses.every((status) => status.state === 'running'),
    services: statuses,
  };
}

async function serviceStatus(config: CloudConfig, service: ServiceName): Promise<ServiceStatus> {
  const log = logFile(config, service);
  const record = readRecord(config, service);
  const base = { service, port: record?.port ?? config.ports[service], log };
  if (record === undefined) return { ...base, state: 'stopped' };
  if (!isRunning(record)) {
    return { ...base, state: 'died', pid: record.pid, problem: lastLines(log, 1)[0] ?? 'its log is empty' };
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
    return { ...base, ...process, state: 'unhealthy', problem: error instanceof Error ? error.message : String(error) };
  }
}
