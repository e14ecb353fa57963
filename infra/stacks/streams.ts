import { Stack, type StackProps } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { Pipeline } from '../../core/pipeline.ts';
import type { DataRetention } from '../constructs/data-retention.ts';
import { EventStream } from '../constructs/event-stream.ts';
import { logicalId } from '../constructs/logical-id.ts';
import { namesIn } from '../stage.ts';
import { deployedCapacity } from '../stream-context.ts';

export interface StreamsStackProps extends StackProps, DataRetention {
  /** Pipelines whose streams are made. */
  readonly pipelines: readonly Pipeline[];
}

/**
 * A stream a pipeline, the streams that take alerts and are no pipeline's, and the bus of alerts. The bus is here since it has
 * to be there before the functions that put alerts on it: EventBridge takes what is sent to a bus that does not exist,
 * answers that all is well, and drops it.
 *
 * @see https://github.com/aws/aws-sdk/issues/186
 */
export class StreamsStack extends Stack {
  constructor(scope: Construct, id: string, props: StreamsStackProps) {
    super(scope, id, props);
    new events.EventBus(this, 'AlertBus', { eventBusName: namesIn(this).alertBus });
    const retention: DataRetention = { retainData: props.retainData ?? false };
    for (const { name, stream } of props.pipelines) {
      const { name: streamName, retentionHours } = stream;
      const capacity = deployedCapacity(this.node, name, stream);
      new EventStream(this, logicalId(name), { ...retention, streamName, ...capacity, retentionHours });
    }
    for (const streamName of alertStreams(props.pipelines)) {
      new EventStream(this, logicalId('alerts', streamName), { ...retention, streamName });
    }
  }
}

/**
 * Streams that take alerts, each once, without those that a pipeline reads: these are that pipeline's to make.
 *
 * @throws {RangeError} for a pipeline that would read its own alerts, and raise alerts about them without end
 */
function alertStreams(pipelines: readonly Pipeline[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { name, stream, analysis } of pipelines) {
    if (analysis?.alertStream === stream.name) {
      throw new RangeError(
        `analysis.alertStream of "${name}" must be another stream than the one it reads (received "${stream.name}")`,
      );
    }
    if (analysis?.alertStream !== undefined) named.add(analysis.alertStream);
  }
  for (const { stream } of pipelines) named.delete(stream.name);
  return named;
}
