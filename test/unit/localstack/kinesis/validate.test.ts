import { expect, test } from 'vitest';
import { inputs } from '../../../../localstack/kinesis/api/inputs.ts';
import type { StructureShape } from '../../../../localstack/kinesis/api/shape.ts';
import { validate } from '../../../../localstack/kinesis/api/validate.ts';
import { KinesisError } from '../../../../localstack/kinesis/errors.ts';

function messageOf(shape: StructureShape, value: unknown): string {
  try {
    validate(shape, value, 'json');
  } catch (error) {
    if (error instanceof KinesisError) return `${error.type}: ${error.message}`;
    throw error;
  }
  return 'valid';
}

const record = { Data: 'YQ==', PartitionKey: 'a' };

test.each([
  [
    'a member that is missing',
    inputs.CreateStream,
    {},
    "1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null",
  ],
  [
    'a pattern',
    inputs.DescribeStream,
    { StreamName: 'a b' },
    "1 validation error detected: Value 'a b' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
  ],
  [
    'two limits at once',
    inputs.DescribeStream,
    { StreamName: '', Limit: 10_001 },
    "3 validation errors detected: Value '' at 'streamName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
  ],
  [
    'a value of an enumeration',
    inputs.UpdateShardCount,
    { TargetShardCount: 1, ScalingType: 'WILD' },
    "1 validation error detected: Value 'WILD' at 'scalingType' failed to satisfy constraint: Member must satisfy enum value set: [UNIFORM_SCALING]",
  ],
  [
    'a member of a list',
    inputs.PutRecords,
    { Records: [record, { ...record, PartitionKey: '' }] },
    "1 validation error detected: Value '' at 'records.2.member.partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    'an empty list',
    inputs.PutRecords,
    { Records: [] },
    "1 validation error detected: Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    'a list that is too long',
    inputs.PutRecords,
    { Records: Array(501).fill(record) },
    "1 validation error detected: Value '[501 members]' at 'records' failed to satisfy constraint: Member must have length less than or equal to 500",
  ],
  [
    'bytes',
    inputs.PutRecord,
    { PartitionKey: 'a', Data: Buffer.alloc(10_485_761).toString('base64') },
    "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=10485761 cap=10485761]' at 'data' failed to satisfy constraint: Member must have length less than or equal to 10485760",
  ],
  [
    'the value of a tag',
    inputs.AddTagsToStream,
    { Tags: { a: 'x'.repeat(257) } },
    `1 validation error detected: Value '{a=${'x'.repeat(257)}}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 0]`,
  ],
])('names %s as AWS does', (_what, shape, value, message) => {
  expect(messageOf(shape, value)).toBe(`ValidationException: ${message}`);
});

test.each([
  [inputs.DescribeStream, { StreamName: 5 }, 'NUMBER_VALUE can not be converted to String'],
  [inputs.DescribeStream, { Limit: '5' }, 'STRING_VALUE can not be converted to Integer'],
  [inputs.DescribeStream, { Limit: 1.5 }, 'DECIMAL_VALUE can not be converted to Integer'],
  [inputs.DeleteStream, { EnforceConsumerDeletion: [] }, 'LIST_VALUE can not be converted to Boolean'],
  [inputs.PutRecords, { Records: {} }, 'STRUCTURE_VALUE can not be converted to List'],
  [inputs.PutRecords, { Records: [null] }, 'NULL_VALUE can not be converted to Structure'],
  [inputs.PutRecord, { PartitionKey: 'a', Data: true }, 'TRUE_VALUE can not be converted to ByteBuffer'],
  [inputs.PutRecord, { PartitionKey: 'a', Data: 'not base64!' }, 'a blob must be written in base64'],
  [inputs.GetShardIterator, { Timestamp: 'now' }, 'STRING_VALUE can not be converted to Date'],
  [inputs.ListStreams, [], 'LIST_VALUE can not be converted to Structure'],
])('refuses a value of another type (%#)', (shape, value, message) => {
  expect(messageOf(shape, value)).toBe(`SerializationException: ${message}`);
});

test('gives bytes and times, and drops what the operation does not have', () => {
  const shape: StructureShape = inputs.GetShardIterator;
  expect(
    validate(shape, { Timestamp: 1459799926.48, Other: 1, ShardId: 'a', ShardIteratorType: 'LATEST' }, 'json'),
  ).toEqual({
    Timestamp: 1459799926480,
    ShardId: 'a',
    ShardIteratorType: 'LATEST',
  });
  expect(validate(inputs.PutRecord, { ...record, StreamName: null }, 'json')).toEqual({
    Data: Buffer.from('a'),
    PartitionKey: 'a',
  });
});
