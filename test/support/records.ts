import { Buffer } from 'node:buffer';
import type { SourceRecord } from '../../core/source.ts';
import type { AcceptedRecord, EventStore, RejectedRecord, WriteOutcome } from '../../core/store.ts';

/** When the records of tests arrive, unless they say otherwise: 2025-10-16T17:25:23.456Z. */
export const ARRIVED_AT = Date.UTC(2025, 9, 16, 17, 25, 23, 456);

/** The course's example of an event, in normal form. */
export const reading = {
  event_id: '1729107123456-7891',
  device_id: 'sensor-23',
  ts: '2025-10-16T17:25:23.456Z',
  temperature_c: 24.57,
  humidity_pct: 62.34,
};

export interface RecordOptions {
  readonly sequence?: string | number | bigint;
  readonly shard?: string;
  readonly arrivedAt?: number;
  readonly partitionKey?: string;
}

/** A record with that payload: objects are sent as JSON, text and bytes as they are. */
export function recordOf(payload: object | string | Uint8Array, options: RecordOptions = {}): SourceRecord {
  const content = typeof payload === 'string' || payload instanceof Uint8Array ? payload : JSON.stringify(payload);
  return {
    position: {
      stream: 'sensors.events',
      shard: options.shard ?? 'shardId-000000000000',
      sequence: String(options.sequence ?? 1),
    },
    partitionKey: options.partitionKey ?? 'sensor-23',
    arrivedAt: options.arrivedAt ?? ARRIVED_AT,
    data: Buffer.from(content).toString('base64'),
  };
}

/** A store that does as it is told, and remembers what it was given. */
export class ScriptedStore<E> implements EventStore<E> {
  readonly writes: { accepted: readonly AcceptedRecord<E>[]; rejected: readonly RejectedRecord[] }[] = [];
  readonly #answers: Iterator<Partial<WriteOutcome> | Error>;

  /** @param answers one a write; after the last, all is written */
  constructor(answers: Iterable<Partial<WriteOutcome> | Error> = []) {
    this.#answers = answers[Symbol.iterator]();
  }

  async write(accepted: readonly AcceptedRecord<E>[], rejected: readonly RejectedRecord[]): Promise<WriteOutcome> {
    this.writes.push({ accepted, rejected });
    const { value, done } = this.#answers.next();
    if (!done && value instanceof Error) throw value;
    return { refused: [], failed: [], ...(done ? {} : value) };
  }
}
