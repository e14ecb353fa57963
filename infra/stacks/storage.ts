import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import * as cassandra from 'aws-cdk-lib/aws-cassandra';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { DUE_INDEX } from '../../core/names.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { type DataRetention, removalPolicy } from '../constructs/data-retention.ts';
import { KeyspacesTable } from '../constructs/keyspaces-table.ts';
import { logicalId } from '../constructs/logical-id.ts';
import { OperationsBucket } from '../constructs/operations-bucket.ts';
import { StateTable } from '../constructs/state-table.ts';
import { namesIn } from '../stage.ts';
import { deployedTables } from '../tables.ts';

export interface StorageStackProps extends StackProps, DataRetention {
  /** Pipelines whose tables are made. */
  readonly pipelines: readonly Pipeline[];
}

/** Everything that outlives a deployment of code: tables of events and of operations, state, health reports, schemas, the bucket. */
export class StorageStack extends Stack {
  readonly stateTable: dynamodb.Table;
  readonly healthTable: dynamodb.Table;
  /** Table of the schema registry. */
  readonly schemaTable: dynamodb.Table;
  readonly operationsBucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: StorageStackProps) {
    super(scope, id, props);
    this.#addKeyspacesTables(props);
    const retention: DataRetention = { retainData: props.retainData ?? false };
    this.stateTable = new StateTable(this, 'State', {
      tableName: namesIn(this).stateTable,
      partitionKey: 'pk',
      sortKey: 'sk',
      index: { name: DUE_INDEX, partitionKey: 'due', sortKey: 'due_at' },
      ...retention,
    }).table;
    this.healthTable = new StateTable(this, 'HealthChecks', {
      tableName: namesIn(this).healthTable,
      partitionKey: 'scope',
      sortKey: 'started_at',
      ...retention,
    }).table;
    this.schemaTable = new StateTable(this, 'Schemas', {
      tableName: namesIn(this).schemaTable,
      partitionKey: 'pk',
      sortKey: 'sk',
      ...retention,
    }).table;
    this.operationsBucket = new OperationsBucket(this, 'Operations', retention).bucket;
    new CfnOutput(this, namesIn(this).operationsBucketOutput, {
      description: 'Bucket of acknowledgements, failed batches and oversized payloads',
      value: this.operationsBucket.bucketName,
    });
    new CfnOutput(this, namesIn(this).pipelinesOutput, {
      description: 'Pipelines of this deployment',
      value: props.pipelines.map(({ name }) => name).join(','),
    });
  }

  #addKeyspacesTables({ pipelines, retainData = false }: StorageStackProps): void {
    const keyspaces = new Map<string, cassandra.CfnKeyspace>();
    for (const table of deployedTables(pipelines)) {
      const keyspace = keyspaces.get(table.keyspace) ?? this.#addKeyspace(table.keyspace, retainData);
      keyspaces.set(table.keyspace, keyspace);
      new KeyspacesTable(this, logicalId(table.keyspace, table.name), { keyspace, table, retainData });
    }
  }

  #addKeyspace(declared: string, retainData: boolean): cassandra.CfnKeyspace {
    const keyspace = new cassandra.CfnKeyspace(this, logicalId('keyspace', declared), {
      keyspaceName: namesIn(this).keyspace(declared),
    });
    keyspace.applyRemovalPolicy(removalPolicy({ retainData }));
    return keyspace;
  }
}
