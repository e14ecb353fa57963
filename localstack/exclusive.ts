import type { CloudConfig, ServiceName } from './config.ts';
import { lockFile } from './layout.ts';
import { acquireLock } from './setup/lock.mjs';

/** A step of starting or stopping, for a progress line. */
export interface CloudProgress {
  readonly service: ServiceName | 'cloud' | 'watcher';
  /**
   * Of a service that starts: `starting` (its process runs), `listening` (its port accepts connections), `settled` (what
   * a first start has to do is done; of services that have such), `ready` (it answers a real request).
   */
  readonly phase:
    | 'waiting'
    | 'restarting'
    | 'starting'
    | 'listening'
    | 'settled'
    | 'ready'
    | 'stopping'
    | 'stopped'
    | 'held';
  /** Since the call began. Unit: ms. */
  readonly elapsedMilliseconds: number;
  /** What is waited for, where that needs saying. */
  readonly detail?: string;
}

/** What the functions that change a cloud take. */
export interface CloudOptions {
  readonly onProgress?: (progress: CloudProgress) => void;
  /** Aborting ends the call; what it has started is stopped again. */
  readonly signal?: AbortSignal;
}

/** Tells of a step; the time is added. */
export type Report = (service: CloudProgress['service'], phase: CloudProgress['phase'], detail?: string) => void;

/** Runs what changes a cloud while nobody else does. @throws the reason of `signal` when it aborts while waiting */
export async function exclusively<T>(
  config: CloudConfig,
  { onProgress, signal }: CloudOptions,
  action: (report: Report) => Promise<T>,
): Promise<T> {
  const begun = performance.now();
  const report: Report = (service, phase, detail) => {
    const elapsedMilliseconds = Math.round(performance.now() - begun);
    onProgress?.({ service, phase, elapsedMilliseconds, ...(detail ? { detail } : {}) });
  };
  const release = await acquireLock(lockFile(config), {
    onWait: (pid) => report('cloud', 'waiting', `for another command (pid ${pid}) that is changing this cloud`),
    ...(signal ? { signal } : {}),
  });
  try {
    return await action(report);
  } finally {
    release();
  }
}
