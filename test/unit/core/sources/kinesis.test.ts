import { describe, expect, it } from 'vitest';
import { fromKinesis, type KinesisBatch } from '../../../../core/sources/kinesis.ts';

const sequence = '49590338271490256608559692538361571095921575989136588898';
const record: KinesisBatch['Records'][number] = {
  eventID: `shardId-000000000006:${sequence}`,
  eventSourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/sensors.events',
  kinesis: {
    partitionKey: 'sensor-1',
    sequenceNumber: sequence,
    data: 'e30=',
    approximateArrivalTimestamp: 1545084650.987,
  },
};

describe('fromKinesis', () => {
  it('reads position, key, arrival in milliseconds and data', () => {
    expect(fromKinesis({ Records: [record] })).toEqual([
      {
        position: { stream: 'sensors.events', shard: 'shardId-000000000006', sequence },
        partitionKey: 'sensor-1',
        arrivedAt: 1545084650987,
        data: 'e30=',
      },
    ]);
  });

  it('takes the stream from the ARN of a consumer', () => {
    const eventSourceARN = `${record.eventSourceARN}/consumer/fast:1545084711`;
    expect(fromKinesis({ Records: [{ ...record, eventSourceARN }] })[0]?.position.stream).toBe('sensors.events');
  });

  it.each([
    ['no list of records', {} as KinesisBatch, /list "Records" \(received nothing\)/],
    ['another source', { Records: [{ ...record, eventSourceARN: 'arn:aws:sqs:x:y:z' }] }, /eventSourceARN.*aws:sqs/],
    ['an id without a shard', { Records: [{ ...record, eventID: '17' }] }, /eventID.*"17"/],
    [
      'a sequence that is no number',
      { Records: [{ ...record, kinesis: { ...record.kinesis, sequenceNumber: 'x' } }] },
      /sequenceNumber.*"x"/,
    ],
  ])('names what is wrong: %s', (_, batch, message) => {
    expect(() => fromKinesis(batch)).toThrow(message);
  });
});
