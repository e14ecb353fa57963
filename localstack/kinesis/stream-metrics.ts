import type { MetricBuffer } from '../metrics/buffer.ts';
import type { MetricUnit } from '../metrics/model.ts';
import type { Stream } from './streams/stream.ts';

/** A metric of a stream and its value. */
type Sample = readonly [name: string, unit: MetricUnit, value: number];

/** Notes what AWS/Kinesis shows of a stream. */
export interface StreamMetrics {
  /** Metrics of the stream. https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html */
  ofStream(stream: Stream, samples: readonly Sample[]): void;
  /** Metrics of a registered consumer of the stream. */
  ofConsumer(stream: Stream, consumer: string, samples: readonly Sample[]): void;
  /** Shard-level metrics, those of them that enhanced monitoring is on for. */
  ofShard(stream: Stream, shardId: string, samples: readonly Sample[]): void;
}

/** Puts samples into a buffer with AWS' names and dimensions. */
export function streamMetrics(buffer: MetricBuffer): StreamMetrics {
  function add(stream: Stream, dimensions: Readonly<Record<string, string>>, [name, unit, value]: Sample): void {
    const { account, region, name: streamName } = stream.state;
    const all = { StreamName: streamName, ...dimensions };
    buffer.add({ account, region, namespace: 'AWS/Kinesis', name, dimensions: all, unit, value });
  }
  return {
    ofStream(stream, samples) {
      for (const sample of samples) add(stream, {}, sample);
    },
    ofConsumer(stream, consumer, samples) {
      for (const sample of samples) add(stream, { ConsumerName: consumer }, sample);
    },
    ofShard(stream, shardId, samples) {
      const { monitoring } = stream.state;
      if (monitoring.length === 0) return;
      for (const sample of samples) if (monitoring.includes(sample[0])) add(stream, { ShardId: shardId }, sample);
    },
  };
}
