import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetTableCommand, KeyspacesClient } from '@aws-sdk/client-keyspaces';
import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { GetBucketEncryptionCommand, GetBucketPolicyCommand, GetPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { kinesisClient } from '../../../functions/clients/aws.ts';
import { s3Client } from '../../../functions/clients/s3.ts';
import { type Check, nothingWrong, type Subject } from '../check.ts';

/** The stream is encrypted by KMS, and keeps records longer than a mapping tries them. */
export const streamCheck: Check = {
  name: 'encryption: stream',
  async look({ pipeline: { stream } }) {
    const client = kinesisClient();
    try {
      const { StreamDescriptionSummary: found } = await client.send(
        new DescribeStreamSummaryCommand({ StreamName: stream.name }),
      );
      const says = `${stream.name}: ${found?.EncryptionType}, ${found?.KeyId}, kept ${found?.RetentionPeriodHours} h`;
      const isRight = found?.EncryptionType === 'KMS' && found.RetentionPeriodHours === stream.retentionHours;
      return nothingWrong(isRight ? [] : [says], says);
    } finally {
      client.destroy();
    }
  },
};

/** The tables of DynamoDB are encrypted by KMS. */
export const stateTablesCheck: Check = {
  name: 'encryption: DynamoDB',
  async look({ names }) {
    const client = new DynamoDBClient({});
    try {
      const tables = [names.stateTable, names.healthTable, names.schemaTable];
      const found = await Promise.all(
        tables.map(async (TableName) => {
          const { Table } = await client.send(new DescribeTableCommand({ TableName }));
          return { TableName, status: Table?.SSEDescription?.Status, type: Table?.SSEDescription?.SSEType };
        }),
      );
      const wrong = found.filter(({ status, type }) => status !== 'ENABLED' || type !== 'KMS');
      return nothingWrong(
        wrong.map(({ TableName, status }) => `${TableName}: ${status ?? 'not encrypted by KMS'}`),
        `${tables.length} tables, by KMS`,
      );
    } finally {
      client.destroy();
    }
  },
};

/** The bucket is encrypted, closed to the public, and refuses what does not come over TLS. */
export const bucketCheck: Check = {
  name: 'encryption: bucket',
  async look({ operationsBucket: Bucket }) {
    const client = s3Client();
    try {
      const [encryption, access, { Policy = '' }] = await Promise.all([
        client.send(new GetBucketEncryptionCommand({ Bucket })),
        client.send(new GetPublicAccessBlockCommand({ Bucket })),
        client.send(new GetBucketPolicyCommand({ Bucket })),
      ]);
      const rule = encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
      const isClosed = Object.values(access.PublicAccessBlockConfiguration ?? {}).filter(Boolean).length === 4;
      return nothingWrong(
        [
          ...(rule?.SSEAlgorithm ? [] : ['no encryption by default']),
          ...(isClosed ? [] : ['not closed to the public']),
          ...(Policy.includes('aws:SecureTransport') ? [] : ['its policy does not ask for TLS']),
        ],
        `${rule?.SSEAlgorithm}, closed to the public, TLS only`,
      );
    } finally {
      client.destroy();
    }
  },
};

/** The table of record is encrypted, and can be restored to any second. */
export const keyspacesCheck: Check = {
  name: 'encryption: Keyspaces',
  async look({ pipeline }: Subject) {
    const client = new KeyspacesClient({});
    const { keyspace: keyspaceName, name: tableName } = pipeline.record.table;
    try {
      const found = await client.send(new GetTableCommand({ keyspaceName, tableName }));
      const { encryptionSpecification: encryption, pointInTimeRecovery: recovery, status } = found;
      const says = `${keyspaceName}.${tableName} is ${status}: ${encryption?.type}, recovery ${recovery?.status}`;
      return nothingWrong(encryption?.type && recovery?.status === 'ENABLED' ? [] : [says], says);
    } finally {
      client.destroy();
    }
  },
};
