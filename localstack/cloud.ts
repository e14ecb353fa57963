import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type CloudConfig, type ServiceName, serviceNames } from './config.ts';
import { type CloudOptions, exclusively, type Report } from './exclusive.ts';
import { lockFile } from './layout.ts';
import { services } from './services/index.ts';
import { type CloudStatus, cloudStatus } from './status.ts';
import { awaitService, launchService, requireConfiguredPort, stopService } from './supervisor.ts';
import { watcher } from './watcher/service.ts';

export { awsEnvironment, cqlCredentials, localRegion, schemaCredentials } from './access.ts';
export type { CloudProgress } from './exclusive.ts';
export { holdCloudService, releaseCloudService } from './hold.ts';
export { logFile } from './layout.ts';
export { type CloudStatus, cloudStatus, type ServiceStatus } from './status.ts';
export { toolPaths } from './tools.ts';

/**
 * Starts what does not run yet of the local cloud and waits until each part answers a real request. A part that runs with
 * other settings or tools than it would be started with now is started anew. A second call while all runs changes nothing;
 * one beside another waits for it.
 *
 * @throws {OtherPortError} when a part runs on another port than the configured one; nothing is changed then
 * @throws {PortTakenError | ServiceStartError} naming the service; what this call started is stopped before
 * @throws the reason of `signal` when it aborts, likewise
 */
export function startCloud(config: CloudConfig, options: CloudOptions = {}): Promise<CloudStatus> {
  return exclusively(config, options, async (report) => {
    for (const name of serviceNames) requireConfiguredPort(services[name], config);
    const started: ServiceName[] = [];
    try {
      await allOrFirstFailure(
        serviceNames.map(async (name) => {
          const onOutdated = () => report(name, 'restarting', 'its settings or tools have changed since its start');
          if (!(await launchService(services[name], config, onOutdated))) return;
          started.push(name);
          report(name, 'starting');
        }),
      );
      await firstFailure(options.signal, (signal) =>
        serviceNames.map(async (name) => {
          await awaitService(services[name], config, signal, (phase) => report(name, phase));
          report(name, 'ready');
        }),
      );
    } catch (error) {
      await stopServices(config, started, report);
      throw error;
    }
    if (await launchService(watcher, config)) report('watcher', 'starting');
    return cloudStatus(config);
  });
}

/** Stops every part of the local cloud and all that it started, the mapping first, then LocalStack. Harmless when nothing runs. */
export function stopCloud(config: CloudConfig, options: CloudOptions = {}): Promise<CloudStatus> {
  return exclusively(config, options, async (report) => {
    await stopEverything(config, report);
    return cloudStatus(config);
  });
}

/** Stops the local cloud and empties its folder: data, logs, passwords, templates. Other clouds and the tools stay. */
export function resetCloud(config: CloudConfig, options: CloudOptions = {}): Promise<CloudStatus> {
  return exclusively(config, options, async (report) => {
    await stopEverything(config, report);
    // The lock is ours, and others may be waiting for it with files of theirs beside it.
    const isLock = (name: string) => name.startsWith(path.basename(lockFile(config)));
    for (const name of readdirSync(config.folder).filter((entry) => !isLock(entry))) {
      rmSync(path.join(config.folder, name), { recursive: true, force: true });
    }
    return cloudStatus(config);
  });
}

/** The watcher goes first: what ends after it has not crashed. */
async function stopEverything(config: CloudConfig, report: Report): Promise<void> {
  await stopService(watcher, config);
  await stopServices(config, serviceNames, report);
}

/** Registry and mapping invoke through LocalStack, whose functions write to the others: each goes before what it needs. */
async function stopServices(config: CloudConfig, names: readonly ServiceName[], report: Report): Promise<void> {
  const stop = async (name: ServiceName) => {
    if (await stopService(services[name], config, () => report(name, 'stopping'))) report(name, 'stopped');
  };
  const callers: readonly ServiceName[] = ['registry', 'mapping', 'localstack'];
  for (const name of callers.filter((caller) => names.includes(caller))) await stop(name);
  await Promise.all(names.filter((name) => !callers.includes(name)).map(stop));
}

/** Runs tasks side by side; the first that fails ends the others' waiting, and its error is the one thrown. */
async function firstFailure(
  outer: AbortSignal | undefined,
  tasks: (signal: AbortSignal) => Promise<void>[],
): Promise<void> {
  const inner = new AbortController();
  const signal = outer ? AbortSignal.any([outer, inner.signal]) : inner.signal;
  await allOrFirstFailure(tasks(signal), (error) => inner.abort(error));
}

/** Like `Promise.all`, but returns only when every task has come to its end. */
async function allOrFirstFailure(tasks: Promise<void>[], onFailure?: (error: unknown) => void): Promise<void> {
  try {
    await Promise.all(tasks);
  } catch (error) {
    onFailure?.(error);
    await Promise.allSettled(tasks);
    throw error;
  }
}
