import { describe, expect, it } from 'vitest';
import {
  type DeliverCommand,
  dynamodbRecord,
  failureMessage,
  type MappingConfiguration,
} from '../../../../localstack/event-source-mapping/index.ts';
import {
  FUNCTION,
  NOW,
  QUEUE,
  record,
  records,
  SHARD,
  Shard,
  STREAM,
  settingsWith,
  TABLE_STREAM,
  UUID,
} from './support/shard.ts';

const RANDOM = '0b9c1e3a-7d52-4f0e-9a55-3c1f7b1d2e4f';
const to = (Destination: string) => ({ DestinationConfig: { OnFailure: { Destination } } });
const exhausted = { ...to(QUEUE), MaximumRetryAttempts: 0 };

/** What a shard sends whose function has failed, as the destination gets it. */
function sent(configuration: MappingConfiguration) {
  const given = [record(1, { at: NOW - 1_165 }), record(2, { at: NOW - 420 })];
  const shard = new Shard({ ...configuration, MaximumRetryAttempts: 0 }).give(given).fails();
  const message = failureMessage(settingsWith(configuration), SHARD, shard.last('deliver'), RANDOM);
  return { ...message, body: JSON.parse(message.body) };
}

const pointers = {
  requestContext: {
    requestId: `request-of-${SHARD}/1`,
    functionArn: FUNCTION,
    condition: 'RetryAttemptsExhausted',
    approximateInvokeCount: 1,
  },
  responseContext: { statusCode: 200, executedVersion: '3', functionError: 'Unhandled' },
  version: '1.0',
  timestamp: '2027-01-15T08:00:00.000Z',
  KinesisBatchInfo: {
    shardId: SHARD,
    startSequenceNumber: record(1).sequenceNumber,
    endSequenceNumber: record(2).sequenceNumber,
    approximateArrivalOfFirstRecord: '2027-01-15T07:59:58.835Z',
    approximateArrivalOfLastRecord: '2027-01-15T07:59:59.580Z',
    batchSize: 2,
    streamArn: STREAM,
  },
};

describe('an on-failure destination', () => {
  it.each([
    ['sqs', QUEUE],
    ['sns', 'arn:aws:sns:us-east-1:000000000000:failures'],
  ])('that is %s gets pointers into the stream', (service, arn) => {
    expect(sent(to(arn))).toEqual({ service, arn, body: pointers, key: undefined });
  });

  it('that is S3 gets the event too, as text, under the key that AWS uses', () => {
    const { body, ...message } = sent(to('arn:aws:s3:::failures'));
    const { payload, ...rest } = body;
    expect(rest).toEqual(pointers);
    expect(JSON.parse(payload)).toEqual({
      Records: [record(1, { at: NOW - 1_165 }).event, record(2, { at: NOW - 420 }).event],
    });
    const key = `aws/lambda/${UUID}/${SHARD}/2027/01/15/2027-01-15T08.00.00-${RANDOM}`;
    expect(message).toEqual({ service: 's3', arn: 'arn:aws:s3:::failures', key });
  });

  it('of a DynamoDB mapping gets DDBStreamBatchInfo with whole seconds', () => {
    const settings = settingsWith({ ...to(QUEUE), EventSourceArn: TABLE_STREAM });
    const dynamodb = { Keys: { id: { S: 'a' } }, SequenceNumber: '111', ApproximateCreationDateTime: NOW / 1000 };
    const given = [dynamodbRecord(settings, { eventID: '1', eventName: 'INSERT', dynamodb })];
    const discard = {
      condition: 'RecordAgeExceeded',
      records: given,
      approximateInvokeCount: 0,
      lastFailure: undefined,
    } as const;
    const command: DeliverCommand = { type: 'deliver', id: '1', discard, at: NOW };
    expect(JSON.parse(failureMessage(settings, SHARD, command, RANDOM).body)).toEqual({
      requestContext: {
        requestId: RANDOM,
        functionArn: FUNCTION,
        condition: 'RecordAgeExceeded',
        approximateInvokeCount: 0,
      },
      version: '1.0',
      timestamp: '2027-01-15T08:00:00.000Z',
      DDBStreamBatchInfo: {
        shardId: SHARD,
        startSequenceNumber: '111',
        endSequenceNumber: '111',
        approximateArrivalOfFirstRecord: '2027-01-15T08:00:00Z',
        approximateArrivalOfLastRecord: '2027-01-15T08:00:00Z',
        batchSize: 1,
        streamArn: TABLE_STREAM,
      },
    });
  });

  it('has the records before the shard goes on', () => {
    const shard = new Shard({ ...exhausted, BatchSize: 1 }).give(records(1, 2)).fails();
    expect(shard.batches).toEqual([[1]]);
    expect(shard.all('checkpoint')).toEqual([]);
    shard.tell({ type: 'delivered', id: shard.last('deliver').id, ok: true });
    expect(shard.batches).toEqual([[1], [2]]);
    expect(shard.done).toBe(1);
  });

  it('that cannot be reached is tried again after a back-off, then the loss is said', () => {
    const shard = new Shard(exhausted).give(records(1)).fails();
    for (let tries = 1; tries < 8; tries += 1) {
      shard.tell({ type: 'delivered', id: shard.last('deliver').id, ok: false }).waitAsAsked();
      expect(shard.all('deliver')).toHaveLength(tries + 1);
      expect(shard.all('lost')).toEqual([]);
    }
    shard.tell({ type: 'delivered', id: shard.last('deliver').id, ok: false });
    expect(shard.last('lost')).toMatchObject({ why: 'destination-failed', discard: { records: records(1) } });
    expect(shard.last('result').text).toMatch(/^PROBLEM: .*destination could not be reached/);
    expect(shard.done).toBe(1);
  });

  it('that is missing is no error: the loss is said', () => {
    const shard = new Shard({ MaximumRetryAttempts: 0 }).give(records(1)).fails();
    expect(shard.last('lost')).toMatchObject({ why: 'no-destination', discard: { records: records(1) } });
    const command: DeliverCommand = { type: 'deliver', id: '1', discard: shard.last('lost').discard, at: NOW };
    expect(() => failureMessage(settingsWith(), SHARD, command, RANDOM)).toThrow('has no on-failure destination');
  });
});
