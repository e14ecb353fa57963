import { jsonBytes } from '../json.ts';
import type { JsonObject, OpenWindow, StreamRecord } from '../model.ts';

/** Bytes that a window's state may have: 1 MB a shard. Beyond, the window is terminated early. */
const MAXIMUM_STATE_BYTES = 1024 * 1024;

/**
 * The tumbling window of a record: by the time it came into the stream, on multiples of the window's length. A record whose
 * own window is closed already (clocks of a stream may run back a little) belongs to the one after it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html
 *
 * @param floor no window starts before it
 */
export function windowOf(record: StreamRecord, lengthMs: number, floor: number): OpenWindow {
  const start = Math.floor(Math.max(record.arrivedAt, floor) / lengthMs) * lengthMs;
  return { start, end: start + lengthMs, state: {} };
}

/** Whether a state is too large to go on with. */
export function isOverflowing(state: JsonObject): boolean {
  return jsonBytes(state) > MAXIMUM_STATE_BYTES;
}
