import fc from 'fast-check';
import { createRandom } from '../../../core/producer/random.ts';
import type { Difference } from '../../../core/reference/differences.ts';
import { referenceOf } from '../../../core/reference/reference.ts';
import { heldAgainstReference } from './held-against-reference.ts';
import { SimulatedCloud, type Trouble } from './simulated-cloud.ts';
import { tradeDecider } from './trade-decider.ts';
import { tradeRules } from './trade-rules.ts';
import { type TradeStream, tradeParents, tradeStreams } from './trade-streams.ts';
import { tradeWindows } from './trade-windows.ts';
import { tradesPipeline } from './trades.ts';

const trouble: Trouble = { crash: 0.05, failure: 0.03, replay: 0.05, sweep: 0 };
const withSweeps: Trouble = { ...trouble, sweep: 0.1 };

const pipelineOf = ({ latenessSeconds, dedupeSeconds }: TradeStream) =>
  tradesPipeline({ latenessSeconds, dedupeSeconds, windows: tradeWindows, rules: tradeRules, decider: tradeDecider });

/** Rules whose alerts no sweep can change: those on events and on arrivals. */
const untimed = tradeRules
  .filter(({ kind }) => ['threshold', 'change', 'anomaly', 'model', 'silence'].includes(kind))
  .map(({ name }) => name);

/** A stream through a cloud where processes die, writes fail and shards are replayed. @returns what is not as it has to be */
export function trial(stream: TradeStream, seed: number): readonly Difference[] {
  return run(stream, seed, trouble);
}

/** The same with sweeps at any moment, over events that come in time. */
export function trialWithSweeps(stream: TradeStream, seed: number): readonly Difference[] {
  return run(punctual(stream), seed, withSweeps);
}

/** The same with events that come after a sweep has closed their window: what rules make of windows then is up to the sweep. */
export function trialOfSlowEvents(stream: TradeStream, seed: number): readonly Difference[] {
  return run(stream, seed, withSweeps, untimed);
}

/** So many streams, the same each time, by turns with and without sweeps; up to the first that differs. */
export function firstDifference(streams: number): readonly Difference[] {
  for (const [seed, stream] of fc.sample(tradeStreams, { numRuns: streams, seed: 5 }).entries()) {
    const differences = seed % 2 === 0 ? trial(stream, seed) : trialWithSweeps(stream, seed);
    if (differences.length > 0) return differences;
  }
  return [];
}

function run(stream: TradeStream, seed: number, how: Trouble, rules?: readonly string[]): readonly Difference[] {
  const pipeline = pipelineOf(stream);
  const cloud = new SimulatedCloud(pipeline, stream.records, tradeParents, createRandom('cloud', seed), how);
  return heldAgainstReference(pipeline, stream.records, tradeParents, cloud.run(), rules);
}

/**
 * Without the events that were longer on their way than the lateness and are not late all the same, for their key stood
 * still: over those a sweep may have closed the window, and raised what it raised.
 */
function punctual(stream: TradeStream): TradeStream {
  const latenessMs = stream.latenessSeconds * 1000;
  const tooSlow = referenceOf(pipelineOf(stream), stream.records, { parents: tradeParents }).decided.find(
    ({ record, event, disposition }) => disposition === 'applied' && event.time < record.arrivedAt - latenessMs,
  );
  if (!tooSlow) return stream;
  return punctual({ ...stream, records: stream.records.filter(({ record }) => record !== tooSlow.record) });
}
