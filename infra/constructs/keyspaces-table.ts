import * as cassandra from 'aws-cdk-lib/aws-cassandra';
import { Construct } from 'constructs';
import { tablesIn } from '../../core/stage.ts';
import type { Table } from '../../core/table.ts';
import { validateTable } from '../../core/validate-table.ts';
import { namesIn } from '../stage.ts';
import { customerKey } from './customer-key.ts';
import { type DataRetention, removalPolicy } from './data-retention.ts';

export interface KeyspacesTableProps extends DataRetention {
  /** Keyspace that the table belongs to. */
  readonly keyspace: cassandra.CfnKeyspace;
  /** Shape of the table, as `core/` and `pipelines/` define it. */
  readonly table: Table;
  /**
   * Whether Keyspaces keeps 35 days of changes, from which the table can be restored to any second, also after it was deleted.
   * Billed by the size of the table, which for tables with a time to live stays small.
   * @default true
   */
  readonly pointInTimeRecovery?: boolean;
}

/**
 * A table of Amazon Keyspaces: on demand, so that nothing is paid while nothing flows, and encrypted with the key that AWS
 * owns (the only kind beside a customer's own, and free of charge).
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cassandra-table.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 */
export class KeyspacesTable extends Construct {
  readonly resource: cassandra.CfnTable;

  /** @throws {RangeError} for a name, a time to live or a key that Keyspaces would refuse */
  constructor(scope: Construct, id: string, props: KeyspacesTableProps) {
    super(scope, id);
    const table = tablesIn(namesIn(this).prefix)(props.table);
    validateTable(table);
    const keys = new Set([...table.partitionKey, ...(table.clusteringKey ?? []).map(({ column }) => column)]);
    const key = customerKey(this);
    this.resource = new cassandra.CfnTable(this, 'Table', {
      // No reference: CloudFormation finds a table that was kept by names that the template itself has.
      keyspaceName: table.keyspace,
      tableName: table.name,
      partitionKeyColumns: table.partitionKey.map((name) => column(table, name)),
      clusteringKeyColumns: (table.clusteringKey ?? []).map((key) => ({
        column: column(table, key.column),
        orderBy: key.order,
      })),
      regularColumns: Object.keys(table.columns)
        .filter((name) => !keys.has(name))
        .map((name) => column(table, name)),
      billingMode: { mode: 'ON_DEMAND' },
      encryptionSpecification:
        key === undefined
          ? { encryptionType: 'AWS_OWNED_KMS_KEY' }
          : { encryptionType: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: key.keyArn },
      pointInTimeRecoveryEnabled: props.pointInTimeRecovery ?? true,
      ...(table.ttlSeconds === undefined ? {} : { defaultTimeToLive: table.ttlSeconds }),
      ...(table.clientTimestamps === true ? { clientSideTimestampsEnabled: true } : {}),
    });
    this.resource.addResourceDependency(props.keyspace);
    this.resource.applyRemovalPolicy(removalPolicy(props));
  }
}

function column(table: Table, columnName: string): cassandra.CfnTable.ColumnProperty {
  const columnType = table.columns[columnName];
  if (columnType === undefined) {
    throw new RangeError(`Table ${table.keyspace}.${table.name} has no column "${columnName}"`);
  }
  return { columnName, columnType };
}
