import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { customerKey } from './customer-key.ts';
import { type DataRetention, removalPolicy } from './data-retention.ts';

export interface StateTableProps extends DataRetention {
  /** Name of the table. */
  readonly tableName: string;
  /** Attribute (text) that is the partition key. */
  readonly partitionKey: string;
  /** Attribute (text) that is the sort key. */
  readonly sortKey: string;
  /** @default none */
  readonly index?: SparseIndex;
}

/** An index of the items that have both of its attributes; it gives their keys alone. */
export interface SparseIndex {
  readonly name: string;
  /** Attribute (text) that is its partition key. */
  readonly partitionKey: string;
  /** Attribute (number) that is its sort key. */
  readonly sortKey: string;
}

/** Attribute, in seconds since the epoch, after which DynamoDB deletes an item. Readers filter expired ones: it may take days. */
const EXPIRY_ATTRIBUTE = 'expires_at';

/**
 * A DynamoDB table on demand, encrypted, with point-in-time recovery, whose items expire by {@link EXPIRY_ATTRIBUTE}: for what
 * needs conditional writes or must be readable while Cassandra is down.
 */
export class StateTable extends Construct {
  readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string, props: StateTableProps) {
    super(scope, id);
    const key = customerKey(this);
    this.table = new dynamodb.Table(this, 'Table', {
      tableName: props.tableName,
      partitionKey: { name: props.partitionKey, type: dynamodb.AttributeType.STRING },
      sortKey: { name: props.sortKey, type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      ...(key === undefined
        ? { encryption: dynamodb.TableEncryption.AWS_MANAGED }
        : { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: EXPIRY_ATTRIBUTE,
      deletionProtection: props.retainData ?? false,
      removalPolicy: removalPolicy(props),
    });
    if (props.index === undefined) return;
    this.table.addGlobalSecondaryIndex({
      indexName: props.index.name,
      partitionKey: { name: props.index.partitionKey, type: dynamodb.AttributeType.STRING },
      sortKey: { name: props.index.sortKey, type: dynamodb.AttributeType.NUMBER },
      projectionType: dynamodb.ProjectionType.KEYS_ONLY,
    });
  }
}
