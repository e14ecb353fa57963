import type { KinesisStreamBatchResponse } from 'aws-lambda';
import type { Decode } from '../../core/decode.ts';
import type { KinesisBatch } from '../../core/sources/kinesis.ts';
import type { WireFormat } from '../../core/wire.ts';
import type { Log } from '../clients/batch-log.ts';

/** Handles one batch of one shard. */
export type BatchHandler = (event: KinesisBatch, requestId: string) => Promise<KinesisStreamBatchResponse>;

/** How a function reads payloads. */
export interface Wire {
  /** Turns a payload into an object, with what {@link Wire.prepared} has brought. */
  readonly decode: Decode;
  /**
   * The handler, given only records whose schemas are at hand. From the first record on whose schema can't be read just now,
   * the stream delivers again.
   */
  prepared(handle: BatchHandler, log: Log): BatchHandler;
}

/** Opens what a function needs to read payloads of these formats. `#wire` stands for one of this, by what a pipeline takes. */
export type OpenWire = (formats: readonly WireFormat[], env: NodeJS.ProcessEnv) => Wire;
