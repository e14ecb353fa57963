import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CloudConfig, ProcessName } from './config.ts';
import { runFile } from './layout.ts';
import type { ProcessRef } from './process.ts';

/** What is written down of a service when it is started. */
export interface RunRecord extends ProcessRef {
  readonly service: ProcessName;
  /** The port that its clients call; its other ports follow from it. */
  readonly port: number;
  /** Of what it was started with; see `fingerprint`. */
  readonly fingerprint: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly command: readonly string[];
  /** When somebody began to stop it on purpose. It stays down until the next `launchService`. ISO 8601. */
  readonly heldSince?: string;
}

/** Writes the record of a service, whole or not at all. */
export function writeRecord(config: CloudConfig, record: RunRecord): void {
  const file = runFile(config, record.service);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, `${JSON.stringify(record, undefined, 2)}\n`);
  renameSync(`${file}.part`, file);
}

/** The record of a service; undefined when it has not been started, or has been stopped, or the file is damaged. */
export function readRecord(config: CloudConfig, service: ProcessName): RunRecord | undefined {
  const file = runFile(config, service);
  if (!existsSync(file)) return undefined;
  try {
    const record = JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
    // A service that an earlier version of Caudal has started led its group itself.
    return Number.isInteger(record.pid) && typeof record.identity === 'string'
      ? { ...record, group: record.group ?? record.pid }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Forgets a service. */
export function removeRecord(config: CloudConfig, service: ProcessName): void {
  rmSync(runFile(config, service), { force: true });
}
