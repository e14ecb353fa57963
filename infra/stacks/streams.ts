import { Stack, type StackProps } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { names } from '../../core/names.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import type { DataRetention } from '../constructs/data-retention.ts';
import { EventStream } from '../constructs/event-stream.ts';
import { logicalId } from '../constructs/logical-id.ts';

export interface StreamsStackProps extends StackProps, DataRetention {
  /** Pipelines whose streams are made. */
  readonly pipelines: readonly Pipeline[];
}

/**
 * A stream a pipeline, and the bus of alerts. The bus is here since it has to be there before the functions that put alerts on
 * it: EventBridge takes what is sent to a bus that does not exist, answers that all is well, and drops it.
 *
 * @see https://github.com/aws/aws-sdk/issues/186
 */
export class StreamsStack extends Stack {
  constructor(scope: Construct, id: string, props: StreamsStackProps) {
    super(scope, id, props);
    new events.EventBus(this, 'AlertBus', { eventBusName: names.alertBus });
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
