import { table } from '../../cli/output.ts';
import type { AnalyzedPipeline } from '../../core/analysis/fold/pipeline-parts.ts';
import { requireAnalysis } from '../../core/analysis/require-analysis.ts';
import { cloudConfig } from '../../localstack/config.ts';
import sensors from '../../pipelines/sensors.ts';
import type { Bench, BenchContext, BenchReport } from '../model.ts';
import { cleanUp } from './clean-up.ts';
import { countPuts } from './counted-client.ts';
import { analysisInProcess } from './in-process.ts';
import { type BatchFigures, measureBatches, measureFold } from './measure.ts';
import { batchesOf, envelopes } from './records.ts';

/** Events a batch, and how many batches are measured beside the first. */
const PLAN = [
  { size: 1, batches: 100 },
  { size: 100, batches: 40 },
  { size: 1_000, batches: 20 },
] as const;

/** For the states of all devices. */
const MEMORY_BYTES = 64 * 2 ** 20;

/** The windows and rules of the sensors pipeline, under another name: the numbers of the real one stay as they are. */
const pipeline = { ...requireAnalysis(sensors), name: 'bench' };

/** The same with a decision about each event, which is the most that decisions can cost. */
const deciding: typeof pipeline = {
  ...pipeline,
  analysis: {
    ...pipeline.analysis,
    decider: {
      name: 'bench',
      where: () => true,
      windows: ['per_minute'],
      decide: ({ windows: { per_minute: minute } }) => ({
        decision: 'review',
        score: 1 / (minute?.events ?? 1),
        reasons: [`${minute?.events} readings this minute`],
      }),
    },
  },
};

const VARIANTS = [
  { decides: false, pipeline },
  { decides: true, pipeline: deciding },
] as const;

/** What batches of one size came to, with decisions or without. */
type Figures = BatchFigures & { readonly decides: boolean; readonly foldEventsPerSecond: number };

/** What analysis costs: the handler's code in this process over the DynamoDB and Cassandra of the cloud that runs. */
export const analyze: Bench = {
  summary:
    'analysis of sensors: DynamoDB writes and time a batch, fold alone (needs ./caudal up and deploy; alerts and decisions skip the bus)',
  seconds: 120,
  run,
};

async function run({ output, signal }: BenchContext): Promise<BenchReport> {
  const config = cloudConfig();
  const batches: Figures[] = [];
  const records = envelopes(pipeline, 50_000, Date.now());
  for (const variant of VARIANTS) {
    for (const { size, batches: count } of PLAN) {
      output.progress(`${count} batches of ${size}${variant.decides ? ', all decided about' : ''} …`);
      const figures = await measure(variant.pipeline, size, count);
      const foldEventsPerSecond = measureFold(variant.pipeline, batchesOf(records.slice(0, size * 2_000), size));
      batches.push({ ...figures, decides: variant.decides, foldEventsPerSecond });
    }
  }
  return { document: { batches }, text: report(batches) };

  async function measure<E>(measured: AnalyzedPipeline<E>, size: number, count: number): Promise<BatchFigures> {
    const parts = analysisInProcess(config, measured, { memoryBytes: MEMORY_BYTES, toBus: false });
    const counted = countPuts(parts.dynamo);
    const begun = Date.now();
    const all = envelopes(pipeline, size * (count + 1), begun);
    try {
      return await measureBatches(measured, parts, counted, batchesOf(all, size), signal);
    } finally {
      const from = (all[0]?.kinesis.approximateArrivalTimestamp ?? 0) * 1000;
      const windows = pipeline.analysis.windows.map(({ name }) => name);
      await cleanUp({ ...parts, keys: counted.keys, pipeline: pipeline.name, windows, from, to: Date.now() });
      await parts.close();
    }
  }
}

function report(batches: readonly Figures[]): string {
  const head = ['events a batch', 'decides'];
  const figures = ['writes/1,000', 'KB/1,000', 'units/1,000', 'p50 ms', 'p99 ms', 'fold alone, events/s'];
  return table(
    [...head, ...figures],
    batches.map(({ size, decides, writes, kilobytes, units, p50, p99, foldEventsPerSecond }) => [
      size,
      decides ? 'yes' : 'no',
      ...[writes, kilobytes, units, p50, p99, foldEventsPerSecond],
    ]),
  );
}
