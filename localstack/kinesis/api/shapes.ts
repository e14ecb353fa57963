/**
 * The shapes of Kinesis' requests with their limits, as the service's model has them; a test compares them with it.
 *
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_Types.html
 */
export const streamName = { type: 'string', min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' } as const;
export const streamArn = {
  type: 'string',
  min: 1,
  max: 2048,
  pattern: 'arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+',
} as const;
export const resourceArn = {
  type: 'string',
  min: 1,
  max: 2048,
  pattern: 'arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+',
} as const;
export const consumerArn = {
  type: 'string',
  min: 1,
  max: 2048,
  pattern: '^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+',
} as const;
export const streamId = { type: 'string', min: 1, max: 24, pattern: '[a-z0-9]{20}-[a-z0-9]{3}' } as const;
export const shardIdText = { type: 'string', min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' } as const;
export const consumerName = { type: 'string', min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' } as const;
export const hashKey = { type: 'string', pattern: '0|([1-9]\\d{0,38})' } as const;
export const sequenceNumberText = { type: 'string', pattern: '0|([1-9]\\d{0,128})' } as const;
export const nextToken = { type: 'string', min: 1, max: 1_048_576 } as const;
export const keyId = { type: 'string', min: 1, max: 2048 } as const;
export const positive = { type: 'integer', min: 1 } as const;
export const natural = { type: 'integer', min: 0 } as const;
export const upTo10000 = { type: 'integer', min: 1, max: 10_000 } as const;
export const timestamp = { type: 'timestamp' } as const;
export const recordSizeKiB = { type: 'integer', min: 1024, max: 10_240 } as const;

const tagKey = { type: 'string', min: 1, max: 128 } as const;
const tagValue = { type: 'string', min: 0, max: 256 } as const;
export const tagMap = { type: 'map', key: tagKey, value: tagValue, min: 1, max: 200 } as const;
export const tagKeys = { type: 'list', member: tagKey, min: 1, max: 50 } as const;
export const exclusiveTagKey = tagKey;

export const encryptionType = { type: 'string', values: ['NONE', 'KMS'] } as const;
export const iteratorType = {
  type: 'string',
  values: ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER', 'TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'],
} as const;

export const streamModeDetails = {
  type: 'structure',
  members: { StreamMode: { type: 'string', values: ['PROVISIONED', 'ON_DEMAND'] } },
  required: ['StreamMode'],
} as const;

export const shardFilter = {
  type: 'structure',
  members: {
    Type: {
      type: 'string',
      values: ['AFTER_SHARD_ID', 'AT_TRIM_HORIZON', 'FROM_TRIM_HORIZON', 'AT_LATEST', 'AT_TIMESTAMP', 'FROM_TIMESTAMP'],
    },
    ShardId: shardIdText,
    Timestamp: timestamp,
  },
  required: ['Type'],
} as const;

export const shardLevelMetrics = {
  type: 'list',
  member: {
    type: 'string',
    values: [
      'IncomingBytes',
      'IncomingRecords',
      'OutgoingBytes',
      'OutgoingRecords',
      'WriteProvisionedThroughputExceeded',
      'ReadProvisionedThroughputExceeded',
      'IteratorAgeMilliseconds',
      'ALL',
    ],
  },
  min: 1,
  max: 7,
} as const;

const data = { type: 'blob', max: 10_485_760 } as const;
const partitionKey = { type: 'string', min: 1, max: 256 } as const;

/** Members of a record that is put. */
export const recordMembers = { Data: data, ExplicitHashKey: hashKey, PartitionKey: partitionKey } as const;

export const recordList = {
  type: 'list',
  member: { type: 'structure', members: recordMembers, required: ['Data', 'PartitionKey'] },
  min: 1,
  max: 500,
} as const;
