import { createKeyFold } from '../core/analysis/fold/key-fold.ts';
import { requireAnalysis } from '../core/analysis/require-analysis.ts';
import type { WindowResult } from '../core/analysis/window.ts';
import type { Pipeline } from '../core/pipeline.ts';

/** Events a batch, as the analyze function gets them. */
const BATCH = 100;

/**
 * Puts events through the very fold that the analyze function runs, from an empty state, so that what a model is trained on
 * is what it will see. Each arrives at its own time.
 *
 * @param events of whatever keys, in normal form and in the order of the stream
 * @returns the last result of each window of scope `key`, in the order in which the windows began to be
 * @throws {Error} for an event that a function of the pipeline fails over
 */
export function foldEvents<E>(pipeline: Pipeline<E>, events: Iterable<E>): readonly WindowResult[] {
  const { fold } = createKeyFold(requireAnalysis(pipeline));
  const results = new Map<string, WindowResult>();
  for (const [key, ofKey] of Map.groupBy(events, (event) => pipeline.partitionKey(event))) {
    let state: string | undefined;
    for (let first = 0; first < ofKey.length; ) {
      const records = ofKey
        .slice(first, first + BATCH)
        .map((event, index) => recordOf(pipeline, key, event, first + index));
      const [{ record } = {}] = records;
      if (!record) throw new Error('a batch has at least one record');
      const outcome = fold({ key, state, records, batch: { from: record.position, now: record.arrivedAt } });
      for (const result of outcome.results) put(results, result);
      const failed = outcome.disposed.find(({ disposition }) => disposition === 'failed');
      if (failed) throw new Error(`Event ${pipeline.id(failed.event)} failed: ${failed.reason}`);
      state = (outcome.acknowledged ?? outcome).state;
      first += outcome.deferred ? outcome.disposed.length : records.length;
    }
  }
  return [...results.values()];
}

function recordOf<E>(pipeline: Pipeline<E>, partitionKey: string, event: E, index: number) {
  const position = { stream: pipeline.stream.name, shard: 'shardId-000000000000', sequence: String(index + 1) };
  return { record: { position, partitionKey, arrivedAt: pipeline.eventTime(event), data: '' }, event };
}

function put(results: Map<string, WindowResult>, result: WindowResult): void {
  const name = JSON.stringify([result.window, result.key, result.start]);
  if (result.retracted) results.delete(name);
  else results.set(name, result);
}
