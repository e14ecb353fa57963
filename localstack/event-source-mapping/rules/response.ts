import { isList, isObject, parseForeignJson } from '../json.ts';
import type { JsonObject, JsonValue, MappingSettings, StreamRecord } from '../model.ts';

/** What a function's response means for the batch. */
export interface Verdict {
  /** Records from the front that are done: all of them, or those before the first that is to be tried again. */
  readonly done: number;
  /** The tumbling window's new state; `{}` without windows. */
  readonly state: JsonObject;
}

/**
 * Reads a response; undefined when the whole batch failed.
 * Without `ReportBatchItemFailures` and without windows whatever a function returns is success.
 * With it, an empty or null response or list is success; else the lowest sequence number is the first that is not done. An
 * identifier that is empty, null, no text, under another name, or not of this batch fails the whole batch, as does a
 * response that is no JSON object or a list that is no list.
 * With a tumbling window a response without a `state` object fails the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html
 */
export function readResponse(
  settings: MappingSettings,
  payload: string,
  records: readonly StreamRecord[],
): Verdict | undefined {
  const windowed = settings.tumblingWindowMs > 0;
  if (!windowed && !settings.reportBatchItemFailures) return { done: records.length, state: {} };
  const response = payload === '' || payload === '""' ? null : parseForeignJson(payload);
  const state = isObject(response) ? response.state : undefined;
  if (windowed && !isObject(state)) return undefined;
  const done = settings.reportBatchItemFailures ? doneBeforeFailures(response, records) : records.length;
  if (done === undefined || (done === 0 && records.length > 0)) return undefined;
  return { done, state: windowed && isObject(state) ? state : {} };
}

/** Records before the lowest one reported; undefined when the response makes no sense. */
function doneBeforeFailures(response: JsonValue | undefined, records: readonly StreamRecord[]): number | undefined {
  if (response === null) return records.length;
  if (!isObject(response)) return undefined;
  const failures = response.batchItemFailures ?? [];
  if (!isList(failures)) return undefined;
  const places = new Map(records.map(({ sequenceNumber }, index) => [sequenceNumber, index]));
  let lowest = records.length;
  for (const failure of failures) {
    const identifier = isObject(failure) ? failure.itemIdentifier : undefined;
    const place = typeof identifier === 'string' ? places.get(identifier) : undefined;
    if (place === undefined) return undefined;
    lowest = Math.min(lowest, place);
  }
  return lowest;
}
