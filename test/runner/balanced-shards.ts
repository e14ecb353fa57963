import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What the long files take on a quiet machine, in seconds. A figure that has become wrong costs balance, nothing else. */
const seconds: Readonly<Record<string, number>> = {
  'aws-cli': 68,
  'main-job': 66,
  course: 65,
  'event-source-mapping-kill': 62,
  users: 59,
  commands: 53,
  'foreign-app': 46,
  payments: 40,
  dev: 35,
  avro: 30,
  kinesis: 26,
  life: 21,
  metrics: 20,
  streams: 30,
};

/** What any other file is taken for. */
const USUAL_SECONDS = 12;

const secondsOf = ({ moduleId }: Pick<TestSpecification, 'moduleId'>): number =>
  seconds[path.basename(moduleId, '.test.ts')] ?? USUAL_SECONDS;

/** Deals the files out so that the shards (`--shard=1/2`) take about as long as each other; Vitest's own way goes by their names' hashes. */
export class BalancedShards extends BaseSequencer {
  override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { index = 1, count = 1 } = this.ctx.config.shard ?? {};
    return dealOut(files, count)[index - 1] ?? [];
  }
}

/** @internal The longest first, each to the shard that has least so far; the same in every process. */
export function dealOut<F extends Pick<TestSpecification, 'moduleId'>>(files: readonly F[], count: number): F[][] {
  const shards = Array.from({ length: count }, () => ({ files: [] as F[], total: 0 }));
  const order = files.toSorted((a, b) => secondsOf(b) - secondsOf(a) || a.moduleId.localeCompare(b.moduleId));
  for (const file of order) {
    const least = shards.reduce((best, shard) => (shard.total < best.total ? shard : best));
    least.files.push(file);
    least.total += secondsOf(file);
  }
  return shards.map((shard) => shard.files);
}
