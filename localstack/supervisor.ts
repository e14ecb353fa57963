import type { CloudConfig } from './config.ts';
import { fingerprint } from './fingerprint.ts';
import { waitUntilReady } from './health.ts';
import { exitFile, logFile } from './layout.ts';
import { lastLines } from './logs.ts';
import { answers, requireFreePorts } from './ports.ts';
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

/** A service of this cloud runs on another port than the configured one. */
class OtherPortError extends Error {
  override readonly name = 'OtherPortError';

  constructor(service: Service, config: CloudConfig, port: number) {
    const { name } = service;
    const variable = service.ports(config)[0]?.variable;
    super(
      `${name} of this cloud runs on ${port}, not on ${portOf(service, config)}. Set ${variable}=${port}, or stop it first: ./caudal down`,
    );
  }
}

/** The port that its clients call; the watcher has none. */
function portOf({ name }: Service, config: CloudConfig): number {
  return name === 'watcher' ? 0 : config.ports[name];
}

/** Whether the process of a service runs (it may still not answer). */
export function isStarted(service: Service, config: CloudConfig): boolean {
  const record = readRecord(config, service.name);
  return record !== undefined && isRunning(record);
}

/** @throws {OtherPortError} when a service runs on another port than the configured one */
export function requireConfiguredPort(service: Service, config: CloudConfig): void {
  const record = readRecord(config, service.name);
  if (record === undefined || record.port === portOf(service, config) || !isRunning(record)) return;
  throw new OtherPortError(service, config, record.port);
}

/**
 * Starts the process of a service and writes its record, unless it runs already with what it would be started with now.
 * Does not wait for it to answer.
 *
 * @param onOutdated called when it runs with something else, before it is stopped for a new start
 * @returns whether it was started by this call
 * @throws {PortTakenError} when a port that it needs is held by another process
 */
export async function launchService(service: Service, config: CloudConfig, onOutdated?: () => void): Promise<boolean> {
  const print = fingerprint(service, config);
  if (isStarted(service, config)) {
    const record = readRecord(config, service.name);
    if (record?.fingerprint === print && record.heldSince === undefined) return false;
    onOutdated?.();
  }
  await stopService(service, config);
  await requireFreePorts(service.name, service.ports(config));
  service.prepare(config);
  const launch = service.launch(config);
  const process = await startDetached(launch, {
    log: logFile(config, service.name),
    exit: exitFile(config, service.name),
  });
  try {
    writeRecord(config, {
      service: service.name,
      ...process,
      port: portOf(service, config),
      fingerprint: print,
      startedAt: new Date().toISOString(),
      command: [launch.command, ...launch.args],
    });
  } catch (error) {
    // Nobody would ever find it again.
    await endProcess(process, service.stopSeconds * 1000);
    throw error;
  }
  return true;
}

/**
 * Waits until a started service answers a real request.
 *
 * @param onPhase called when its port accepts connections, and when what its first start has to do is done
 * @throws {ServiceStartError}
 * @throws the reason of `signal`
 */
export async function awaitService(
  service: Service,
  config: CloudConfig,
  signal?: AbortSignal,
  onPhase?: (phase: 'listening' | 'settled') => void,
): Promise<void> {
  const [first] = service.ports(config);
  let listens = first === undefined;
  let settled = service.settle === undefined;
  try {
    await waitUntilReady(
      async () => {
        if (first && !listens) {
          if (!(await answers(first.port))) throw new Error(`nothing listens on port ${first.port}`);
          listens = true;
          onPhase?.('listening');
        }
        if (!settled) {
          await service.settle?.(config);
          settled = true;
          onPhase?.('settled');
        }
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
  if (readRecord(config, service.name) === undefined) return false;
  onStopping?.();
  await holdService(service, config);
  removeRecord(config, service.name);
  return true;
}

/**
 * Ends a service that is to stay down: its record is kept and marked first, so nobody takes it for crashed. The next
 * `launchService` ends that.
 *
 * @returns whether it was running
 */
export async function holdService(service: Service, config: CloudConfig): Promise<boolean> {
  const record = readRecord(config, service.name);
  if (record === undefined) return false;
  const wasRunning = isRunning(record);
  writeRecord(config, { ...record, heldSince: new Date().toISOString() });
  if (await endProcess(record, service.stopSeconds * 1000)) service.stopped?.(config);
  return wasRunning;
}
