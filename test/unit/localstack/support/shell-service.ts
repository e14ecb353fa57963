import { tmpdir } from 'node:os';
import type { Service } from '../../../../localstack/services/service.ts';

/** A service that is a shell running a script; it has no ports and counts as ready at once unless `overrides` says more. */
export function shellService(name: Service['name'], script: string, overrides: Partial<Service> = {}): Service {
  return {
    name,
    ports: () => [],
    launch: () => ({ command: '/bin/sh', args: ['-c', script], cwd: tmpdir(), env: { PATH: '/usr/bin:/bin' } }),
    inputs: () => [],
    prepare: () => {},
    probe: async () => {},
    startSeconds: 5,
    stopSeconds: 5,
    ...overrides,
  };
}
