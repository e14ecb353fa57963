import { isList, isObject, parseForeignJson } from '../../json.ts';
import type { JsonObject, JsonValue, MappingSettings, StreamRecord } from '../../model.ts';
import { matchesPattern } from './matches-pattern.ts';

/**
 * Whether a record is handed over: when there are no filters, or one of them matches. With Kinesis the pattern's `data` is
 * matched against the record's data as JSON, and its other names against the record's own (`partitionKey` …); a record
 * whose data is no JSON never matches a pattern with `data`. With DynamoDB the pattern has the event's shape (`eventName`,
 * `dynamodb` …).
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
 */
export function matchesFilters({ source, filters }: MappingSettings, record: StreamRecord): boolean {
  if (filters.length === 0) return true;
  if (source === 'dynamodb') return filters.some((pattern) => matchesPattern(pattern, record.event));
  const { kinesis } = record.event;
  if (!isObject(kinesis)) return false;
  const data = filters.some(hasData) ? decoded(kinesis.data) : undefined;
  const view: JsonObject = data === undefined ? omitData(kinesis) : { ...kinesis, data };
  return filters.some((pattern) => (!hasData(pattern) || data !== undefined) && matchesPattern(pattern, view));
}

/** JSON of base64 of UTF-8; undefined when it is none. */
function decoded(data: JsonValue | undefined): JsonValue | undefined {
  return typeof data === 'string' ? parseForeignJson(Buffer.from(data, 'base64').toString()) : undefined;
}

function omitData(kinesis: JsonObject): JsonObject {
  const { data: _, ...metadata } = kinesis;
  return metadata;
}

/** Whether a pattern asks for data, be it in an `$or`. */
function hasData(pattern: JsonObject): boolean {
  const alternatives = pattern.$or;
  return 'data' in pattern || (isList(alternatives) && alternatives.some((one) => isObject(one) && hasData(one)));
}
