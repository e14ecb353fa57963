import { Buffer } from 'node:buffer';
import { payloadHash } from '../acknowledgement.ts';
import { createJudge } from '../judge.ts';
import type { Pipeline } from '../pipeline.ts';
import { payloadOf } from '../producer/payload.ts';
import type { Position } from '../source.ts';
import type { WireRecord } from './pull-source.ts';

/** A fetched record, ready to be put. */
export interface WireEntry {
  /** That of the event which the pipeline makes of it; of what it refuses, the hash of the payload. */
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** By what the ledger knows a record that the stream took. */
export interface WireIdentity {
  /** Id of the event; of what the pipeline refuses, the hash of the payload. */
  readonly eventId: string;
  /** Of the payload that the ledger makes of the row in the table of record; of what the pipeline refuses, of the payload itself. */
  readonly hash: string;
}

/** Turns fetched records into entries of a stream. */
export interface WireWriter {
  /**
   * @param ownId what tells the record from others of its source, 1 to 128 bytes: its id where it brings none
   * @param at when it was fetched, in milliseconds since the epoch: its time where it brings none
   */
  entry(record: WireRecord, ownId: string, at: number): WireEntry;
  /** @param acknowledgedAt in milliseconds since the epoch */
  identity(entry: WireEntry, position: Position, acknowledgedAt: number): WireIdentity;
}

/** Longest partition key of Kinesis, in characters. */
const MOST_KEY_UNITS = 256;

/**
 * Makes the writer of a pipeline. It judges a record as ingest will, to learn key and id of the event. Where these would hang
 * on the place in the stream or on the moment of arrival, as they do for an event that brings no id or time of its own,
 * the record gets `_event_id` and `_event_time`: fetched twice, it is then the same event still.
 */
export function createWireWriter<E>(pipeline: Pipeline<E>): WireWriter {
  const judge = createJudge(pipeline);
  const { name: stream } = pipeline.stream;

  function eventOf(data: Uint8Array, position: Position, arrivedAt: number): E | undefined {
    const base64 = Buffer.from(data).toString('base64');
    const judged = judge({ position, partitionKey: '', arrivedAt, data: base64 });
    return 'accepted' in judged ? judged.accepted.event : undefined;
  }

  /** What of the event is made of place and moment: the two places and moments differ. */
  function borrowed(data: Uint8Array, at: number): { readonly id: boolean; readonly time: boolean } {
    const [one, other] = [1, 2].map((n) => eventOf(data, { stream, shard: '', sequence: String(n) }, at - n));
    if (one === undefined || other === undefined) return { id: false, time: false };
    return {
      id: pipeline.id(one) !== pipeline.id(other),
      time: pipeline.eventTime(one) !== pipeline.eventTime(other),
    };
  }

  return {
    entry(record, ownId, at) {
      const { id, time } = borrowed(bytes(record), at);
      const data = bytes({
        ...record,
        ...(id && { _event_id: ownId }),
        ...(time && { _event_time: new Date(at).toISOString() }),
      });
      const event = eventOf(data, { stream, shard: '', sequence: '0' }, at);
      const key = event === undefined ? '' : pipeline.partitionKey(event);
      return { partitionKey: key.length > 0 && key.length <= MOST_KEY_UNITS ? key : payloadHash(data), data };
    },
    identity({ data }, position, acknowledgedAt) {
      const event = eventOf(data, position, acknowledgedAt);
      if (event === undefined) return { eventId: payloadHash(data), hash: payloadHash(data) };
      const { toEvent, toRow } = pipeline.record;
      return { eventId: pipeline.id(event), hash: payloadHash(payloadOf(pipeline, toEvent(toRow(event)))) };
    },
  };
}

function bytes(record: WireRecord): Uint8Array {
  return Buffer.from(JSON.stringify(record), 'utf8');
}
