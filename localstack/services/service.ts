import type { CloudConfig, ProcessName } from '../config.ts';
import type { NeededPort } from '../ports.ts';
import type { Launch } from '../process.ts';

/** What the supervisor must know of a part of the local cloud. */
export interface Service {
  readonly name: ProcessName;
  /** Every port it listens on, first the one that its clients call. */
  readonly ports: (config: CloudConfig) => readonly NeededPort[];
  /** How it is started. Changes nothing. */
  readonly launch: (config: CloudConfig) => Launch;
  /** Files that say what it runs with: its settings, stamps of its tools. When one changes, what runs is out of date. */
  readonly inputs: (config: CloudConfig) => readonly string[];
  /** Makes its folders and writes its settings, before each start. */
  readonly prepare: (config: CloudConfig) => void;
  /** What a first start has to do before the service can be used. Repeated until it does not throw, like `probe`. */
  readonly settle?: (config: CloudConfig) => Promise<void>;
  /** Throws unless the service answers a real request now. */
  readonly probe: (config: CloudConfig) => Promise<void>;
  /** How long it may take to answer after its start. Unit: s. */
  readonly startSeconds: number;
  /** How long it may take to stop by itself. Unit: s. */
  readonly stopSeconds: number;
  /** Called when it has stopped by itself. */
  readonly stopped?: (config: CloudConfig) => void;
}
