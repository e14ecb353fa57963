import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Pipeline } from '../../core/pipeline.ts';
import type { DataRetention } from '../constructs/data-retention.ts';
import { EventStream } from '../constructs/event-stream.ts';
import { logicalId } from '../constructs/logical-id.ts';

export interface StreamsStackProps extends StackProps, DataRetention {
  /** Pipelines whose streams are made. */
  readonly pipelines: readonly Pipeline[];
}

/** A stream a pipeline. */
export class StreamsStack extends Stack {
  constructor(scope: Construct, id: string, props: StreamsStackProps) {
    super(scope, id, props);
    for (const { name, stream } of props.pipelines) {
      new EventStream(this, logicalId(name), {
        streamName: stream.name,
        shards: stream.shards,
        retentionHours: stream.retentionHours,
        retainData: props.retainData ?? false,
      });
    }
  }
}
