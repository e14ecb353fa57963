import { jsonBytes } from './json.ts';
import type { JsonObject, JsonValue, MappingSettings, StreamRecord } from './model.ts';

/** A record as Kinesis's `GetRecords` gives it, its data in base64 and its time in milliseconds. */
export interface KinesisSourceRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  /** Base64. */
  readonly data: string;
  readonly approximateArrivalTimestamp: number;
}

/**
 * A record of Kinesis as the machine takes it, its event in the shape of AWS's example.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 *
 * @param roleArn `invokeIdentityArn`: the function's execution role
 */
export function kinesisRecord(
  { eventSourceArn }: MappingSettings,
  shardId: string,
  record: KinesisSourceRecord,
  roleArn: string,
): StreamRecord {
  const { sequenceNumber, partitionKey, data, approximateArrivalTimestamp } = record;
  return withBytes(sequenceNumber, partitionKey, approximateArrivalTimestamp, {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey,
      sequenceNumber,
      data,
      approximateArrivalTimestamp: approximateArrivalTimestamp / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shardId}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: roleArn,
    awsRegion: regionOf(eventSourceArn),
    eventSourceARN: eventSourceArn,
  });
}

/** A record as DynamoDB Streams' `GetRecords` gives it on the wire, attribute values in DynamoDB's JSON. */
export interface DynamodbSourceRecord {
  readonly eventID: string;
  readonly eventName: string;
  /** With `Keys`, `SequenceNumber`, and `ApproximateCreationDateTime` in seconds. */
  readonly dynamodb: JsonObject;
  /** Only of items that their time to live has deleted. */
  readonly userIdentity?: JsonObject;
}

/**
 * A record of DynamoDB Streams as the machine takes it, its event in the shape of AWS's example.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 *
 * @throws {TypeError} when it has no sequence number
 */
export function dynamodbRecord({ eventSourceArn }: MappingSettings, record: DynamodbSourceRecord): StreamRecord {
  const { SequenceNumber, Keys, ApproximateCreationDateTime } = record.dynamodb;
  if (typeof SequenceNumber !== 'string')
    throw new TypeError(`the stream record ${record.eventID} has no SequenceNumber`);
  const arrivedAt = typeof ApproximateCreationDateTime === 'number' ? ApproximateCreationDateTime * 1000 : 0;
  return withBytes(SequenceNumber, itemKey(Keys), arrivedAt, {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: regionOf(eventSourceArn),
    dynamodb: record.dynamodb,
    ...(record.userIdentity ? { userIdentity: record.userIdentity } : {}),
    eventSourceARN: eventSourceArn,
  });
}

function withBytes(sequenceNumber: string, partitionKey: string, arrivedAt: number, event: JsonObject): StreamRecord {
  return { sequenceNumber, partitionKey, arrivedAt, event, bytes: jsonBytes(event) };
}

/** The item's key as text, its attributes in one order. */
function itemKey(keys: JsonValue | undefined): string {
  if (typeof keys !== 'object' || keys === null) return '';
  return JSON.stringify(Object.entries(keys).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
