import { error, type Finding, ok, warning } from '../../localstack/doctor/finding.mjs';
import type { ConsumerName } from '../consumers.ts';
import type { FurtherConsumerStatus } from '../status/further-consumers.ts';
import type { ConsumerStatus, PipelineStatus } from '../status/pipelines.ts';

/** A consumer that is further behind than this does not keep up, or does not run. Unit: ms. */
const lateMs = 60_000;

/** A pipeline as far as its consumers go. */
type Consumed = Pick<PipelineStatus, 'name'> &
  ConsumerStatus & {
    readonly analysis?: ConsumerStatus;
    readonly consumers?: readonly FurtherConsumerStatus[];
  };

/** Whether the event source mappings of each pipeline are enabled and keep up. */
export function consumerFindings(pipelines: readonly Consumed[]): Finding[] {
  return pipelines.flatMap((pipeline) => [
    consumerFinding(pipeline.name, 'ingest', pipeline),
    ...(pipeline.analysis ? [consumerFinding(pipeline.name, 'analyze', pipeline.analysis)] : []),
    ...(pipeline.consumers ?? []).map(({ name, iteratorAgeMs, ...status }) => {
      const shards = [{ iteratorAgeMs: iteratorAgeMs ?? 0 }];
      return consumerFinding(pipeline.name, name, { ...status, shards });
    }),
  ]);
}

/** Of a consumer of `consumers/` it is not known how many records wait. */
interface Seen extends Pick<ConsumerStatus, 'consumer' | 'lastResult'> {
  readonly shards: readonly { readonly iteratorAgeMs: number; readonly waiting?: number }[];
}

function consumerFinding(pipeline: string, reader: ConsumerName, status: Seen): Finding {
  const { consumer, lastResult, shards } = status;
  const name = `${pipeline} ${reader}`;
  const behindMs = Math.max(0, ...shards.map(({ iteratorAgeMs }) => iteratorAgeMs));
  const counted = shards.every((shard) => shard.waiting !== undefined);
  const waiting = counted
    ? `${shards.reduce((sum, { waiting = 0 }) => sum + waiting, 0)} records wait`
    : 'records may wait';
  if (consumer === 'not deployed') {
    return error('consumers', `${name} has no event source mapping`, {
      why: 'Its records stay in the stream until they expire.',
      mend: './caudal deploy',
    });
  }
  if (consumer === 'Disabled') {
    return warning('consumers', `${name} is paused, ${waiting}`, {
      why: 'They stay in the stream for its retention, then they are gone.',
      mend: `./caudal resume ${pipeline} --only ${reader}`,
    });
  }
  if (behindMs > lateMs) {
    return error(
      'consumers',
      `${name} is ${Math.round(behindMs / 1000)} s behind, ${waiting} (${lastResult || 'no result yet'})`,
      {
        why: 'Its function fails again and again, or is too slow.',
        mend: `./caudal logs ${reader} --pipeline ${pipeline}; ./caudal health --run names what it cannot reach`,
      },
    );
  }
  return ok('consumers', `${name} is ${consumer.toLowerCase()} and keeps up`);
}
