import { analysisEnds } from '../../core/analysis/batch/books.ts';
import { judgeBatch } from '../../core/analysis/batch/judge-batch.ts';
import { createKeyFold } from '../../core/analysis/fold/key-fold.ts';
import type { AnalyzedPipeline } from '../../core/analysis/fold/pipeline-parts.ts';
import { analyzeBatches } from '../../core/analysis/operations/tables.ts';
import { createJudge } from '../../core/judge.ts';
import { namesOf } from '../../core/names.ts';
import { fromKinesis, type KinesisBatch } from '../../core/sources/kinesis.ts';
import { createAnalyze } from '../../functions/analyze/analyze.ts';
import { writeRow } from '../../functions/clients/cql/row-writer.ts';
import { tallyCounter } from '../../functions/clients/tally.ts';
import type { Written } from './counted-client.ts';
import type { analysisInProcess } from './in-process.ts';

const names = namesOf('');

/** What batches of one size came to. */
export interface BatchFigures {
  /** Events a batch. */
  readonly size: number;
  readonly batches: number;
  /** DynamoDB writes for 1,000 events, books and acknowledgements too. */
  readonly writes: number;
  /** DynamoDB kilobytes (1,024 bytes) for 1,000 events. */
  readonly kilobytes: number;
  /** DynamoDB write units for 1,000 events. */
  readonly units: number;
  /** From the batch's receipt to the answer, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** Hands batches to the analyze function, one after the other, as a shard does. The first is for warming up. */
export async function measureBatches<E>(
  pipeline: AnalyzedPipeline<E>,
  { dynamo, session, close, ...ports }: ReturnType<typeof analysisInProcess<E>>,
  counted: Written,
  batches: readonly KinesisBatch[],
  signal: AbortSignal,
): Promise<BatchFigures> {
  const analyze = createAnalyze({
    ...ports,
    pipeline,
    count: tallyCounter({
      client: dynamo,
      table: names.stateTable,
      functionName: names.analyzeFunction(pipeline.name),
      kinds: analysisEnds,
    }),
    keepBatch: (row) => writeRow(session, analyzeBatches, row),
    log: () => {},
    measure: () => {},
  });
  const took: number[] = [];
  let before = { ...counted };
  for (const [index, batch] of batches.entries()) {
    signal.throwIfAborted();
    const begun = performance.now();
    const { batchItemFailures } = await analyze(batch, 'bench');
    if (batchItemFailures.length > 0) throw new Error(`batch ${index} failed: see ./caudal doctor`);
    if (index === 0) before = { ...counted };
    else took.push(performance.now() - begun);
  }
  const size = batches[0]?.Records.length ?? 0;
  const thousands = (size * took.length) / 1000;
  took.sort((a, b) => a - b);
  const rank = (share: number): number => took[Math.max(0, Math.ceil(share * took.length) - 1)] ?? 0;
  return {
    size,
    batches: took.length,
    writes: Math.round((counted.puts - before.puts) / thousands),
    kilobytes: Math.round((counted.bytes - before.bytes) / 1024 / thousands),
    units: Math.round((counted.units - before.units) / thousands),
    p50: Math.round(rank(0.5)),
    p99: Math.round(rank(0.99)),
  };
}

/** Events a second of the fold alone, key by key in memory, parsing and writing the state of each batch as always. */
export function measureFold<E>(pipeline: AnalyzedPipeline<E>, batches: readonly KinesisBatch[]): number {
  const { fold } = createKeyFold(pipeline);
  const judge = createJudge(pipeline);
  const judged = batches.map((batch) => judgeBatch(judge, fromKinesis(batch)));
  const states = new Map<string, string>();
  const begun = performance.now();
  for (const { records, keys } of judged) {
    const [first] = records;
    if (!first) continue;
    for (const { key, records: ofKey } of keys) {
      const batch = { from: first.position, now: first.arrivedAt };
      states.set(key, fold({ key, records: ofKey, state: states.get(key), batch }).state);
    }
  }
  const seconds = (performance.now() - begun) / 1000;
  return Math.round(judged.reduce((sum, { records }) => sum + records.length, 0) / seconds);
}
