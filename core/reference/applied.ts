import type { Position } from '../source.ts';
import type { AcceptedRecord } from '../store.ts';

/** An event that counts, with all that windows and rules go by. Times in milliseconds since the epoch. */
export interface Applied<E> {
  readonly event: E;
  readonly id: string;
  /** Event time. */
  readonly time: number;
  readonly arrivedAt: number;
  readonly partitionKey: string;
  readonly position: Position;
  /** The partition key's own watermark once the event was applied. */
  readonly watermark: number;
}

/** By event time, ties by id in UTF-16 order. */
export function byTime<E>(a: Applied<E>, b: Applied<E>): number {
  return a.time - b.time || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/** What becomes of an accepted record. */
export type Disposition = 'applied' | 'duplicate' | 'late' | 'failed';

/** An accepted record and what becomes of it. */
export interface Decided<E> {
  readonly record: AcceptedRecord<E>['record'];
  readonly event: E;
  readonly disposition: Disposition;
}
