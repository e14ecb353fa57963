import { describe, expect, it } from 'vitest';
import { EventStream, type EventStreamProps } from '../../../infra/constructs/event-stream.ts';
import { propertiesOf, templateOf } from '../support/synth.ts';

const template = (props: EventStreamProps) => templateOf((scope) => new EventStream(scope, 'Stream', props));
const stream = (props: Omit<EventStreamProps, 'streamName'> = {}) =>
  propertiesOf(template({ streamName: 'sensors.events', ...props }), 'AWS::Kinesis::Stream');

describe('event stream', () => {
  it('is encrypted with the key that AWS manages for Kinesis', () => {
    expect(stream().StreamEncryption).toEqual({ EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' });
  });

  it('keeps records for a day unless told longer', () => {
    expect(stream().RetentionPeriodHours).toBe(24);
    expect(stream({ retentionHours: 168 }).RetentionPeriodHours).toBe(168);
  });

  it('has provisioned shards', () => {
    expect(stream({ shards: 3 })).toMatchObject({ ShardCount: 3, StreamModeDetails: { StreamMode: 'PROVISIONED' } });
    expect(stream().ShardCount).toBe(1);
  });

  it('has as many shards as Kinesis thinks fit, on demand', () => {
    const onDemand = stream({ mode: 'on-demand' });
    expect(onDemand.StreamModeDetails).toEqual({ StreamMode: 'ON_DEMAND' });
    expect(onDemand).not.toHaveProperty('ShardCount');
  });

  it.each([
    [true, 'Retain'],
    [false, 'Delete'],
  ])('with retainData %s, CloudFormation will %s it', (retainData, policy) => {
    template({ streamName: 's', retainData }).hasResource('AWS::Kinesis::Stream', {
      DeletionPolicy: policy,
      UpdateReplacePolicy: policy,
    });
  });

  it.each([
    [{ streamName: '' }, 'streamName must be 1 to 128 characters of a-zA-Z0-9_.- (received "")'],
    [{ streamName: 'a b' }, 'received "a b"'],
    [{ streamName: 'a'.repeat(129) }, 'streamName must be 1 to 128 characters'],
    [{ streamName: 's', shards: 0 }, 'shards must be a whole number from 1 to 500 (received 0)'],
    [{ streamName: 's', shards: 501 }, 'shards must be a whole number from 1 to 500 (received 501)'],
    [{ streamName: 's', mode: 'on-demand' as const, shards: 2 }, 'shards goes with a provisioned stream alone'],
    [{ streamName: 's', retentionHours: 23 }, 'retentionHours must be a whole number from 24 to 8760 (received 23)'],
    [
      { streamName: 's', retentionHours: 8_761 },
      'retentionHours must be a whole number from 24 to 8760 (received 8761)',
    ],
  ])('refuses %j', (props, message) => {
    expect(() => template(props)).toThrow(message);
  });
});
