import { expect, test } from 'vitest';
import { parseArn } from '../../../../../localstack/event-source-mapping/runner/arn.ts';
import { runnerSettings } from '../../../../../localstack/event-source-mapping/runner/settings.ts';
import { wireRecord } from '../../../../../localstack/event-source-mapping/runner/sources/dynamodb-json.ts';

test("a table's record looks as it did on the wire: bytes in base64, times in seconds", () => {
  const record = wireRecord({
    eventID: '1',
    eventName: 'REMOVE',
    userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' },
    dynamodb: {
      ApproximateCreationDateTime: new Date(1_500),
      Keys: { id: { S: 'a' } },
      OldImage: {
        id: { S: 'a' },
        raw: { B: new Uint8Array([0, 255]) },
        set: { BS: [new Uint8Array([1])] },
        nested: { M: { list: { L: [{ BOOL: false }, { NULL: true }] } } },
      },
      SequenceNumber: '7',
      SizeBytes: 3,
    },
  });
  expect(record).toEqual({
    eventID: '1',
    eventName: 'REMOVE',
    userIdentity: { principalId: 'dynamodb.amazonaws.com', type: 'Service' },
    dynamodb: {
      ApproximateCreationDateTime: 1.5,
      Keys: { id: { S: 'a' } },
      OldImage: {
        id: { S: 'a' },
        raw: { B: 'AP8=' },
        set: { BS: ['AQ=='] },
        nested: { M: { list: { L: [{ BOOL: false }, { NULL: true }] } } },
      },
      SequenceNumber: '7',
      SizeBytes: 3,
    },
  });
});

test('an ARN is taken apart, also one whose resource holds colons', () => {
  expect(parseArn('arn:aws:lambda:us-east-1:123456789012:function:ingest:live')).toEqual({
    service: 'lambda',
    region: 'us-east-1',
    account: '123456789012',
    resource: 'function:ingest:live',
  });
  expect(parseArn('arn:aws:s3:::bucket')).toMatchObject({ account: '', region: '', resource: 'bucket' });
  expect(() => parseArn('ingest')).toThrow('expected an ARN (received "ingest")');
});

test('settings name the variable that is wrong', () => {
  const ports = {
    CAUDAL_MAPPING_PORT: '4569',
    CAUDAL_KINESIS_PORT: '4568',
    CAUDAL_DYNAMODB_PORT: '4567',
    CAUDAL_PORT: '4566',
  };
  const good = { ...ports, CAUDAL_MAPPING_FOLDER: '/data' };
  expect(runnerSettings(good)).toMatchObject({ folder: '/data', port: 4569, gatewayPort: 4566 });
  expect(() => runnerSettings(ports)).toThrow('CAUDAL_MAPPING_FOLDER must be an absolute path (received "undefined")');
  expect(() => runnerSettings({ ...good, CAUDAL_PORT: '0' })).toThrow('CAUDAL_PORT must be a port from 1 to 65535');
});
