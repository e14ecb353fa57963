import type { Happening, Invoked } from '../simulation/history.ts';
import type { Scenario } from '../simulation/scenario.ts';

/** Batches that are too large, out of order or of several shards, too many of a shard at once, or kept waiting too long. */
export function batchViolations({ settings }: Scenario, happenings: readonly Happening[]): readonly string[] {
  const found: string[] = [];
  const running = new Map<string, Invoked>();
  let life = 0;
  for (const happening of happenings) {
    if (happening.life !== life) running.clear();
    life = happening.life;
    if (happening.type === 'ended') running.delete(happening.id);
    if (happening.type !== 'invoked') continue;
    running.set(happening.id, happening);
    found.push(...shapeOf(happening, settings.batchSize));
    const atOnce = [...running.values()].filter(({ shardId }) => shardId === happening.shardId);
    if (atOnce.length > settings.parallelizationFactor) found.push(`${atOnce.length} batches of a shard at once`);
    const keys = atOnce.flatMap(({ records }) => [...new Set(records.map(({ key }) => key))]);
    if (new Set(keys).size < keys.length) found.push('two batches with one key at once');
  }
  return found;
}

function shapeOf({ records, shardId, window }: Invoked, batchSize: number): readonly string[] {
  const found: string[] = [];
  if (records.length > batchSize) found.push(`${records.length} records in a batch of ${batchSize}`);
  if (records.length === 0 && !window?.final && !window?.early) found.push('an empty batch');
  if (records.some((record) => record.shardId !== shardId)) found.push(`records of another shard in ${shardId}`);
  const numbers = records.map(({ sequenceNumber }) => BigInt(sequenceNumber));
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0n)))
    found.push('records out of order');
  return found;
}
