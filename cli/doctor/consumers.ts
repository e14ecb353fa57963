import { error, type Finding, ok, warning } from '../../localstack/doctor/finding.mjs';
import type { Consumer } from '../consumers.ts';
import type { ConsumerStatus, PipelineStatus } from '../status/pipelines.ts';

/** A consumer that is further behind than this does not keep up, or does not run. Unit: ms. */
const lateMs = 60_000;

/** A pipeline as far as its consumers go. */
type Consumed = Pick<PipelineStatus, 'name'> & ConsumerStatus & { readonly analysis?: ConsumerStatus };

/** Whether the event source mappings of each pipeline are enabled and keep up. */
export function consumerFindings(pipelines: readonly Consumed[]): Finding[] {
  return pipelines.flatMap((pipeline) => [
    consumerFinding(pipeline.name, 'ingest', pipeline),
    ...(pipeline.analysis ? [consumerFinding(pipeline.name, 'analyze', pipeline.analysis)] : []),
  ]);
}

function consumerFinding(pipeline: string, reader: Consumer, status: ConsumerStatus): Finding {
  const { consumer, lastResult, shards } = status;
  const name = `${pipeline} ${reader}`;
  const behindMs = Math.max(0, ...shards.map(({ iteratorAgeMs }) => iteratorAgeMs));
  const waiting = shards.reduce((sum, shard) => sum + shard.waiting, 0);
  if (consumer === 'not deployed') {
    return error('consumers', `${name} has no event source mapping`, {
      why: 'Its records stay in the stream until they expire.',
      mend: './caudal deploy',
    });
  }
  if (consumer === 'Disabled') {
    return warning('consumers', `${name} is paused, ${waiting} records wait`, {
      why: 'They stay in the stream for its retention, then they are gone.',
      mend: `./caudal resume ${pipeline} --only ${reader}`,
    });
  }
  if (behindMs > lateMs) {
    return error(
      'consumers',
      `${name} is ${Math.round(behindMs / 1000)} s behind, ${waiting} records wait (${lastResult || 'no result yet'})`,
      {
        why: 'Its function fails again and again, or is too slow.',
        mend: `./caudal logs ${reader} --pipeline ${pipeline}; ./caudal health --run names what it cannot reach`,
      },
    );
  }
  return ok('consumers', `${name} is ${consumer.toLowerCase()} and keeps up`);
}
