import { wholeSeconds } from './event.ts';
import type { JsonObject, MappingSettings, StreamRecord } from './model.ts';
import type { DeliverCommand, Discard } from './protocol.ts';

/** What is sent to an on-failure destination. */
export interface FailureMessage {
  readonly service: 'sqs' | 'sns' | 's3';
  /** Of the queue, topic or bucket. */
  readonly arn: string;
  /** Message or object. */
  readonly body: string;
  /** Key of the object; undefined for a queue or a topic. */
  readonly key: string | undefined;
}

/**
 * The invocation record of records that were given up: for SQS and SNS with pointers into the stream, for S3 with the event
 * too, as text in `payload`.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 *
 * @param uuid a random one: ends the object's key, and stands in for a request that never reached the function
 * @throws {Error} when the mapping has no destination
 */
export function failureMessage(
  settings: MappingSettings,
  shardId: string,
  { discard, at }: DeliverCommand,
  uuid: string,
): FailureMessage {
  const { onFailure } = settings;
  if (!onFailure) throw new Error(`the mapping ${settings.uuid} has no on-failure destination`);
  const record = invocationRecord(settings, shardId, discard, at, uuid);
  if (onFailure.service !== 's3') return { ...onFailure, body: JSON.stringify(record), key: undefined };
  const payload = JSON.stringify({ Records: discard.records.map(({ event }) => event) });
  return {
    ...onFailure,
    body: JSON.stringify({ ...record, payload }),
    key: failureKey(settings.uuid, shardId, at, uuid),
  };
}

/** `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<random UUID>`, in UTC. */
function failureKey(mapping: string, shardId: string, at: number, uuid: string): string {
  const [day = '', time = ''] = wholeSeconds(at).slice(0, -1).split('T');
  return `aws/lambda/${mapping}/${shardId}/${day.replaceAll('-', '/')}/${day}T${time.replaceAll(':', '.')}-${uuid}`;
}

function invocationRecord(
  settings: MappingSettings,
  shardId: string,
  { condition, records, approximateInvokeCount, lastFailure }: Discard,
  at: number,
  uuid: string,
): JsonObject {
  const info = batchInfo(settings, shardId, records);
  return {
    requestContext: {
      requestId: lastFailure?.requestId ?? uuid,
      functionArn: settings.functionArn,
      condition,
      approximateInvokeCount,
    },
    ...(lastFailure ? { responseContext: responseContext(lastFailure) } : {}),
    version: '1.0',
    timestamp: new Date(at).toISOString(),
    ...(settings.source === 'kinesis' ? { KinesisBatchInfo: info } : { DDBStreamBatchInfo: info }),
  };
}

function responseContext({
  statusCode,
  executedVersion,
  functionError,
}: NonNullable<Discard['lastFailure']>): JsonObject {
  return { statusCode, executedVersion, ...(functionError === undefined ? {} : { functionError }) };
}

/** Times of DynamoDB's records have no milliseconds. */
function batchInfo(
  { source, eventSourceArn }: MappingSettings,
  shardId: string,
  records: readonly StreamRecord[],
): JsonObject {
  const [first, last] = [records[0], records.at(-1)];
  const time = (at = 0): string => (source === 'kinesis' ? new Date(at).toISOString() : wholeSeconds(at));
  return {
    shardId,
    startSequenceNumber: first?.sequenceNumber ?? '',
    endSequenceNumber: last?.sequenceNumber ?? '',
    approximateArrivalOfFirstRecord: time(first?.arrivedAt),
    approximateArrivalOfLastRecord: time(last?.arrivedAt),
    batchSize: records.length,
    streamArn: eventSourceArn,
  };
}
