import type { CloudConfig } from '../../config.ts';
import { cloudStatus } from '../../status.ts';
import type { Finding } from '../finding.mjs';
import { leftoverFinding } from './leftovers.ts';
import { cloudMemoryFinding } from './memory.ts';
import { portFindings, portsNeeded } from './ports.ts';
import { serviceFindings } from './services.ts';
import { watcherFinding } from './watcher.ts';

/** Checks of a cloud, running or not. */
export function cloudChecks(
  config: CloudConfig,
  status = cloudStatus(config),
): Readonly<Record<string, () => Promise<Finding | Finding[]>>> {
  return {
    services: async () => serviceFindings(await status),
    watcher: async () => watcherFinding(await status),
    'cloud memory': async () => cloudMemoryFinding(await status),
    ports: async () => portFindings(portsNeeded(config, await status)),
    leftovers: async () => leftoverFinding(config),
  };
}
