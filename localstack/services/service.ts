import type { CloudConfig, ServiceName } from '../config.ts';
import type { NeededPort } from '../ports.ts';
import type { Launch } from '../process.ts';

/** What the supervisor must know of a part of the local cloud. */
export interface Service {
  readonly name: ServiceName;
  /** Every port it listens on. */
  readonly ports: (config: CloudConfig) => readonly NeededPort[];
  /** Writes its configuration and says how it is started. */
  readonly prepare: (config: CloudConfig) => Promise<Launch>;
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
