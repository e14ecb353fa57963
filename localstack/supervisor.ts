import type { CloudConfig } from './config.ts';
import { waitUntilReady } from './health.ts';
import { logFile } from './layout.ts';
import { lastLines } from './logs.ts';
import { requireFreePorts } from './ports.ts';
import { endProcess, isRunning, startDetached } from './process.ts';
import { readRecord, removeRecord, writeRecord } from './run-record.ts';
import type { Service } from './services/service.ts';

/** A service that did not come up. The message holds the last lines of its log. */
export class ServiceStartError extends Error {
  override readonly name = 'ServiceStartError';
  readonly service: string;

  constructor(service: Service, config: CloudConfig, reason: unknown) {
    const log = logFile(config, service.name);
    const why = reason instanceof Error ? reason.message : String(reason);
    const lines = lastLines(log, 12).map((line) => `  | ${line}`);
    super([`${service.name} ${why}. The end of ${log}:`, ...lines].join('\n'), { cause: reason });
    this.service = service.name;
  }
}

/** Whether the process of a service runs (it may still not answer). */
export function isStarted(service: Service, config: CloudConfig): boolean {
  const record = readRecord(config, service.name);
  return record !== undefined && isRunning(record);
}

/**
 * Starts the process of a service and writes its record, unless it runs already. Does not wait for it to answer.
 *
 * @returns whether it was started by this call
 * @throws {PortTakenError} when a port that it needs is held by another process
 */
export async function launchService(service: Service, config: CloudConfig): Promise<boolean> {
  if (isStarted(service, config)) return false;
  await stopService(service, config);
  await requireFreePorts(service.name, service.ports(config));
  const launch = await service.prepare(config);
  const process = await startDetached(launch, logFile(config, service.name));
  writeRecord(config, {
    service: service.name,
    ...process,
    port: config.ports[service.name],
    startedAt: new Date().toISOString(),
    command: [launch.command, ...launch.args],
  });
  return true;
}

/** Waits until a started service answers a real request. @throws {ServiceStartError} @throws the reason of `signal` */
export async function awaitService(service: Service, config: CloudConfig, signal?: AbortSignal): Promise<void> {
  try {
    await waitUntilReady(
      async () => {
        await service.settle?.(config);
        await service.probe(config);
      },
      {
        timeoutMilliseconds: service.startSeconds * 1000,
        alive: () => isStarted(service, config),
        ...(signal ? { signal } : {}),
      },
    );
  } catch (error) {
    signal?.throwIfAborted();
    throw new ServiceStartError(service, config, error);
  }
}

/**
 * Ends a service, and whatever an earlier, dead one has left running, and forgets it.
 *
 * @returns whether there was anything to stop
 */
export async function stopService(service: Service, config: CloudConfig, onStopping?: () => void): Promise<boolean> {
  const record = readRecord(config, service.name);
  if (record === undefined) return false;
  onStopping?.();
  const endedByItself = await endProcess(record, service.stopSeconds * 1000);
  if (endedByItself) service.stopped?.(config);
  removeRecord(config, service.name);
  return true;
}
