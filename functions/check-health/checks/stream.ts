import { DescribeStreamSummaryCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import type { PipelineTarget } from '../../../core/environment.ts';
import type { Check } from '../check.ts';

/** The stream is there and takes records, which it also does while it is being changed. */
export function streamCheck(client: Pick<KinesisClient, 'send'>, { pipeline, stream }: PipelineTarget): Check {
  return {
    name: 'stream',
    pipeline,
    async look() {
      const command = new DescribeStreamSummaryCommand({ StreamName: stream });
      const { StreamDescriptionSummary: summary } = await client.send(command);
      const status = summary?.StreamStatus;
      const message = `${stream} is ${status ?? 'unknown'}, ${summary?.OpenShardCount ?? 0} open shards, ${summary?.RetentionPeriodHours ?? 0} h retention`;
      return { ok: status === 'ACTIVE' || status === 'UPDATING', message };
    },
  };
}
