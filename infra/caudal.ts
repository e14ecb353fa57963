import { type App, type Stack, Tags } from 'aws-cdk-lib';
import type { Consumer } from '../core/consumer.ts';
import { operationsTables } from '../core/operations-tables.ts';
import type { Pipeline } from '../core/pipeline.ts';
import type { TableRecords } from '../core/table-record.ts';
import { requireDeployed, reservedConcurrencies } from './concurrency.ts';
import { repositoryRoot } from './constructs/bundle.ts';
import { PipelineFunction } from './constructs/pipeline-function.ts';
import { dataRetention } from './retain-data.ts';
import { OperationsStack } from './stacks/operations.ts';
import { ProcessingStack } from './stacks/processing.ts';
import { StorageStack } from './stacks/storage.ts';
import { StreamsStack } from './stacks/streams.ts';
import { namesIn } from './stage.ts';
import { readTableRecords, requireRecordedKeys } from './table-records.ts';
import { eventTables, resultTables } from './tables.ts';

/** The stacks, in the order in which they are deployed. */
export interface CaudalStacks {
  readonly storage: StorageStack;
  readonly streams: StreamsStack;
  readonly processing: ProcessingStack;
  readonly operations: OperationsStack;
}

export interface CaudalOptions {
  /** Folder of the files that declare the pipelines. @default 'pipelines/' of the checkout */
  readonly pipelinesFolder?: string;
  /** Further consumers of the pipelines' streams; those of other pipelines are left out. @default none */
  readonly consumers?: readonly Consumer[];
  /** Folder of the files that declare these. @default 'consumers/' of the checkout */
  readonly consumersFolder?: string;
  /** What is recorded of tables, whose keys must not change. @default what `schemas/tables.json` of the checkout says */
  readonly tableRecords?: TableRecords;
}

/**
 * Adds Caudal to a CDK app: storage and streams first, which know nothing of each other, then processing, then operations.
 * The stacks are bound to no account and no region, so the same templates go to every target; what differs is given as
 * CloudFormation parameters (see {@link CqlConnection}). The context key `retainData` (see {@link DataRetention}) decides what a
 * deletion leaves.
 *
 * @throws {RangeError} for a value of a pipeline, or of the context, that is out of range
 */
export function addCaudal(app: App, pipelines: readonly Pipeline[], options: CaudalOptions = {}): CaudalStacks {
  const names = namesIn(app);
  requireRecordedKeys(
    [...operationsTables, ...pipelines.flatMap((each) => [...eventTables(each), ...resultTables(each)])],
    options.tableRecords ?? readTableRecords(repositoryRoot),
  );
  const retention = dataRetention(app.node);
  const data = { pipelines, ...retention, terminationProtection: retention.retainData };
  const storage = new StorageStack(app, names.stacks.storage, {
    description: 'Caudal: tables, state and the operations bucket',
    ...data,
  });
  const streams = new StreamsStack(app, names.stacks.streams, { description: 'Caudal: streams of events', ...data });
  const processing = new ProcessingStack(app, names.stacks.processing, {
    description: 'Caudal: producer and ingest functions',
    pipelines,
    storage,
    ...options,
  });
  const operations = new OperationsStack(app, names.stacks.operations, {
    description: 'Caudal: health check and alerts',
    pipelines,
    storage,
    consumers: options.consumers ?? [],
  });
  processing.addStackDependency(storage, 'functions write to its tables by name');
  processing.addStackDependency(streams, 'mappings read its streams by name');
  operations.addStackDependency(processing, 'the health check reads the ids of the mappings from their parameters');
  requireDeployed(reservedConcurrencies(app.node), namesOfFunctions([processing, operations]));
  // Tags of a dashboard are newer than the schemas that cfn-lint, and so perhaps a region, has of it.
  const taggable = { excludeResourceTypes: ['AWS::CloudWatch::Dashboard'] };
  Tags.of(app).add('project', 'caudal', taggable);
  if (names.prefix !== '') Tags.of(app).add('stage', names.prefix, taggable);
  return { storage, streams, processing, operations };
}

function namesOfFunctions(stacks: readonly Stack[]): readonly string[] {
  return stacks
    .flatMap((stack) => stack.node.findAll())
    .flatMap((each) => (each instanceof PipelineFunction ? [each.shortName] : []));
}
