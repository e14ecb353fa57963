import { describe, expect, it } from 'vitest';
import { dynamodbRecord, invocationEvent, kinesisRecord } from '../../../../localstack/event-source-mapping/index.ts';
import { ROLE, SHARD, STREAM, settingsWith, TABLE_STREAM } from './support/shard.ts';

describe('the event', () => {
  it("of Kinesis has the shape of AWS's example", () => {
    const source = {
      sequenceNumber: '495',
      partitionKey: '1',
      data: 'SGVsbG8=',
      approximateArrivalTimestamp: 1_545_084_650_987,
    };
    const made = kinesisRecord(settingsWith(), SHARD, source, ROLE);
    const event = invocationEvent(settingsWith(), SHARD, {
      type: 'invoke',
      id: '1',
      records: [made],
      window: undefined,
    });
    expect(event).toEqual({
      Records: [
        {
          kinesis: {
            kinesisSchemaVersion: '1.0',
            partitionKey: '1',
            sequenceNumber: '495',
            data: 'SGVsbG8=',
            approximateArrivalTimestamp: 1_545_084_650.987,
          },
          eventSource: 'aws:kinesis',
          eventVersion: '1.0',
          eventID: `${SHARD}:495`,
          eventName: 'aws:kinesis:record',
          invokeIdentityArn: ROLE,
          awsRegion: 'us-east-1',
          eventSourceARN: STREAM,
        },
      ],
    });
    expect(made).toMatchObject({ arrivedAt: 1_545_084_650_987, bytes: JSON.stringify(made.event).length });
  });

  it("of DynamoDB has the shape of AWS's example, and its item's key keeps the order", () => {
    const settings = settingsWith({ EventSourceArn: TABLE_STREAM });
    const dynamodb = (Keys: { [name: string]: { S: string } }) => ({
      Keys,
      SequenceNumber: '111',
      SizeBytes: 26,
      StreamViewType: 'KEYS_ONLY',
      ApproximateCreationDateTime: 1_545_084_650,
    });
    const userIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
    const made = dynamodbRecord(settings, {
      eventID: '1',
      eventName: 'REMOVE',
      dynamodb: dynamodb({ a: { S: 'x' }, b: { S: 'y' } }),
      userIdentity,
    });
    expect(made.event).toEqual({
      eventID: '1',
      eventName: 'REMOVE',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: dynamodb({ a: { S: 'x' }, b: { S: 'y' } }),
      userIdentity,
      eventSourceARN: TABLE_STREAM,
    });
    const other = dynamodbRecord(settings, {
      eventID: '2',
      eventName: 'INSERT',
      dynamodb: dynamodb({ b: { S: 'y' }, a: { S: 'x' } }),
    });
    expect(other.partitionKey).toBe(made.partitionKey);
    expect(made.arrivedAt).toBe(1_545_084_650_000);
  });

  it('is refused for a DynamoDB record without a sequence number', () => {
    const settings = settingsWith({ EventSourceArn: TABLE_STREAM });
    expect(() => dynamodbRecord(settings, { eventID: 'e1', eventName: 'INSERT', dynamodb: {} })).toThrow(
      'e1 has no SequenceNumber',
    );
  });
});
