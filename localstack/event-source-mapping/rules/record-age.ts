import type { MappingSettings, StreamRecord } from '../model.ts';

/**
 * Whether a record is older than the mapping hands over, asked before each attempt.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html#lambda-CreateEventSourceMapping-request-MaximumRecordAgeInSeconds
 */
export function isTooOld({ maximumRecordAgeMs }: MappingSettings, record: StreamRecord, now: number): boolean {
  return maximumRecordAgeMs !== -1 && now - record.arrivedAt > maximumRecordAgeMs;
}
