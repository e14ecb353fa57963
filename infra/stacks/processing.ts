import { Stack, type StackProps } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { Consumer } from '../../core/consumer.ts';
import { environment, type PipelineTarget } from '../../core/environment.ts';
import { bucketPrefixes } from '../../core/names.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { CqlConnection } from '../constructs/cql-connection.ts';
import { EventStream } from '../constructs/event-stream.ts';
import { logicalId } from '../constructs/logical-id.ts';
import { PipelineAnalysis } from '../constructs/pipeline-analysis.ts';
import { PipelineConsumer } from '../constructs/pipeline-consumer.ts';
import { PipelineFetch } from '../constructs/pipeline-fetch.ts';
import { PipelineFunction } from '../constructs/pipeline-function.ts';
import { PipelineIngest } from '../constructs/pipeline-ingest.ts';
import { SchemaRegistry } from '../constructs/schema-registry.ts';
import { consumerFile } from '../consumer-file.ts';
import { pipelineFile } from '../pipeline-file.ts';
import { warnOfSharedReads } from '../shared-reads.ts';
import { namesIn } from '../stage.ts';
import { fanOutConsumers } from '../stream-context.ts';
import type { StorageStack } from './storage.ts';

export interface ProcessingStackProps extends StackProps {
  /** Pipelines that get functions of their own. */
  readonly pipelines: readonly Pipeline[];
  /** Folder of the files that declare them. @default 'pipelines/' of the checkout */
  readonly pipelinesFolder?: string;
  /** Further consumers of their streams. @default none */
  readonly consumers?: readonly Consumer[];
  /** Folder of the files that declare these. @default 'consumers/' of the checkout */
  readonly consumersFolder?: string;
  readonly storage: StorageStack;
}

/**
 * The functions that records pass through: one producer for all, an ingest function a pipeline, where it has windows or rules an
 * analyze function and a sweep, where it has a source a function that fetches, and one for each further consumer of its stream; and the
 * registry of schemas.
 */
export class ProcessingStack extends Stack {
  constructor(scope: Construct, id: string, props: ProcessingStackProps) {
    super(scope, id, props);
    const { stateTable, schemaTable, operationsBucket } = props.storage;
    const cql = new CqlConnection(this, 'Cql');
    const alertBus = events.EventBus.fromEventBusName(this, 'AlertBus', namesIn(this).alertBus);
    for (const { analysis, pull, ...pipeline } of props.pipelines) {
      const file = pipelineFile(pipeline, props.pipelinesFolder);
      const common = { pipelineFile: file, cql, stateTable, schemaTable, operationsBucket };
      const further = consumersOf(props, pipeline);
      const readers = ['ingest', ...(analysis ? ['analyze'] : []), ...further.map(({ name }) => name)];
      const fanOut = fanOutConsumers(this.node, pipeline.name, readers);
      const ingest = new PipelineIngest(this, logicalId(pipeline.name), {
        ...common,
        pipeline,
        fanOut: fanOut.has('ingest'),
      });
      warnOfSharedReads(
        ingest,
        pipeline,
        readers.filter((reader) => !fanOut.has(reader)),
      );
      // What follows is below the ingest, where no other pipeline's name can clash with it.
      if (pull) new PipelineFetch(ingest, 'Fetch', { ...common, pipeline: { ...pipeline, pull } });
      for (const consumer of further) {
        const consumed = { consumer, consumerFile: consumerFile(consumer, props.consumersFolder) };
        new PipelineConsumer(ingest, logicalId('consumer', consumer.name), {
          ...common,
          ...consumed,
          fanOut: fanOut.has(consumer.name),
        });
      }
      if (analysis === undefined) continue;
      new PipelineAnalysis(ingest, 'Analysis', {
        ...common,
        pipeline: { ...pipeline, analysis },
        alertBus,
        fanOut: fanOut.has('analyze'),
      });
    }
    new SchemaRegistry(this, 'Registry', { schemaTable });
    this.#addProducer(props);
  }

  #addProducer({ pipelines, storage: { operationsBucket } }: ProcessingStackProps): void {
    const streamTargets: readonly PipelineTarget[] = pipelines.map(({ name, stream }) => ({
      pipeline: name,
      stream: namesIn(this).stream(stream.name),
    }));
    const producer = new PipelineFunction(this, 'Produce', {
      functionName: namesIn(this).produceFunction,
      description: 'Generates events of a pipeline and puts them into its stream; invoked by hand',
      folder: 'produce',
      memoryMb: 512,
      timeoutSeconds: 900,
      // Lambda's own repetition of a run that failed half-way would send its events a second time.
      asyncRetries: 0,
      environment: {
        [environment.operationsBucket]: operationsBucket.bucketName,
        [environment.targets]: JSON.stringify(streamTargets),
      },
    });
    producer.allow(
      ['kinesis:PutRecords'],
      pipelines.map(({ name, stream }) => EventStream.named(this, logicalId(name, 'target'), stream.name).streamArn),
    );
    producer.allow(
      ['s3:PutObject'],
      [operationsBucket.arnForObjects(`${bucketPrefixes.acknowledgements}*`)],
      'Acknowledgements are named by pipeline, run and writer',
    );
    producer.withoutDeadLetters(
      'Invoked by a person, who is told of a failure; repeated, it would send its events again',
    );
  }
}

function consumersOf({ consumers = [] }: ProcessingStackProps, { name }: Pick<Pipeline, 'name'>): readonly Consumer[] {
  return consumers.filter(({ pipeline }) => pipeline.name === name);
}
