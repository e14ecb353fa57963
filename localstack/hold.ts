import type { CloudConfig, ServiceName } from './config.ts';
import { type CloudOptions, exclusively } from './exclusive.ts';
import { services } from './services/index.ts';
import { awaitService, holdService, launchService } from './supervisor.ts';

/**
 * Stops one service of a cloud that runs, for a lab or a test: the watcher leaves it down, `cloudStatus` says `held`.
 * `releaseCloudService` or `startCloud` starts it again.
 *
 * @returns whether it was running
 */
export function holdCloudService(config: CloudConfig, name: ServiceName, options: CloudOptions = {}): Promise<boolean> {
  return exclusively(config, options, async (report) => {
    report(name, 'stopping');
    const wasRunning = await holdService(services[name], config);
    report(name, 'held');
    return wasRunning;
  });
}

/** Starts a service that is held, and waits until it answers. @throws {ServiceStartError} */
export function releaseCloudService(config: CloudConfig, name: ServiceName, options: CloudOptions = {}): Promise<void> {
  return exclusively(config, options, async (report) => {
    if (await launchService(services[name], config)) report(name, 'starting');
    await awaitService(services[name], config, options.signal, (phase) => report(name, phase));
    report(name, 'ready');
  });
}
