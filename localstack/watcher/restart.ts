import type { CloudConfig } from '../config.ts';
import { exclusively } from '../exclusive.ts';
import { isRunning } from '../process.ts';
import { type RunRecord, readRecord, writeRecord } from '../run-record.ts';
import type { Service } from '../services/service.ts';
import { awaitService, launchService } from '../supervisor.ts';

/**
 * Starts a service that has crashed and waits until it answers. The lock of the cloud is held for the start alone: a
 * command that stops the cloud need not wait for a slow service.
 *
 * @param crashed the record of the process that ended
 * @returns seconds from the start to the answer; undefined when somebody else has started, stopped or held it meanwhile
 * @throws {PortTakenError | ServiceStartError}
 * @throws the reason of `signal`
 */
export async function restartCrashed(
  service: Service,
  config: CloudConfig,
  crashed: RunRecord,
  signal: AbortSignal,
): Promise<number | undefined> {
  const begun = await exclusively(config, { signal }, () => launchAgain(service, config, crashed));
  if (begun === undefined) return undefined;
  try {
    await awaitService(service, config, signal);
  } catch (error) {
    const now = readRecord(config, service.name);
    if (now === undefined || now.heldSince !== undefined || now.run !== begun.run) return undefined;
    throw error;
  }
  return (performance.now() - begun.at) / 1000;
}

async function launchAgain(
  service: Service,
  config: CloudConfig,
  crashed: RunRecord,
): Promise<{ at: number; run: string | undefined } | undefined> {
  const record = readRecord(config, service.name);
  if (record?.run !== crashed.run || record.heldSince !== undefined || isRunning(record)) return undefined;
  const at = performance.now();
  try {
    await launchService(service, config);
  } catch (error) {
    // Without its record it would count as stopped, and nobody would try again.
    if (readRecord(config, service.name) === undefined) writeRecord(config, crashed);
    throw error;
  }
  return { at, run: readRecord(config, service.name)?.run };
}
