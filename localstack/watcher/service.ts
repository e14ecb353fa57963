import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type CloudConfig, configVariables } from '../config.ts';
import type { Service } from '../services/service.ts';
import { nodeManifest, toolPaths } from '../tools.ts';

const localstack = path.resolve(import.meta.dirname, '..');

/** Its own code and that of the supervisor, which it uses. */
function sources(): string[] {
  const files = readdirSync(localstack).filter((name) => name.endsWith('.ts'));
  return [...files, 'log', 'services', 'setup', 'watcher'].map((name) => path.join(localstack, name));
}

/** The process that stays beside the services of a cloud, restarts those that crash and rotates logs. It has no port. */
export const watcher: Service = {
  name: 'watcher',
  ports: () => [],
  startSeconds: 10,
  // It may be in the middle of starting a service, which it does not leave half done.
  stopSeconds: 10,
  inputs: () => [...sources(), nodeManifest],
  prepare: (config) => void mkdirSync(config.folder, { recursive: true }),

  launch: (config: CloudConfig) => ({
    command: toolPaths(config).node,
    args: ['--max-semi-space-size=1', path.join(import.meta.dirname, 'main.ts')],
    cwd: config.folder,
    env: {
      PATH: '/usr/bin:/bin',
      // With its own code compiled before, it takes 12 MB of its own in place of 31.
      NODE_COMPILE_CACHE: path.join(toolPaths(config).archives, 'node'),
      ...configVariables(config),
    },
  }),

  probe: async () => {},
};
