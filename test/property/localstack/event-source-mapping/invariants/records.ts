import type { Happening } from '../simulation/history.ts';
import type { Scenario } from '../simulation/scenario.ts';
import type { Stored } from '../simulation/stream.ts';
import { START } from '../simulation/timeline.ts';

/** Whether the mapping hands a record over: from its starting position on, and wanted where there are filters. */
export function isExpected({ settings, stream }: Scenario, { at, data, shardId }: Stored): boolean {
  const { startingPosition: start, filters } = settings;
  const openedAt = stream.shards.get(shardId)?.openedAt ?? START;
  const latest = openedAt < START ? START : 0;
  const from = start.type === 'AT_TIMESTAMP' ? start.at : start.type === 'LATEST' ? latest : 0;
  return at >= from && (filters.length === 0 || (data !== 'garbage' && data.wanted));
}

/** Records that a happening brings to their end. */
function ended(happening: Happening): readonly Stored[] {
  if (happening.type === 'ended') return happening.of.records.slice(0, happening.processed);
  return happening.type === 'discarded' ? happening.records : [];
}

/** Records that have come to no end, or that came although they must not; checkpoints that pass over open ones. */
export function lossViolations(scenario: Scenario, happenings: readonly Happening[]): readonly string[] {
  const expected = scenario.stream.records.filter((record) => isExpected(scenario, record));
  const wanted = new Set(expected);
  const resolved = new Set<Stored>();
  const found: string[] = [];
  for (const happening of happenings) {
    for (const record of ended(happening)) resolved.add(record);
    if (happening.type === 'invoked') {
      for (const record of happening.records) if (!wanted.has(record)) found.push(`${record.sequenceNumber} came`);
    }
    if (happening.type !== 'checkpoint') continue;
    const { position, finished } = happening.checkpoint;
    const passed = expected.filter(({ shardId }) => shardId === happening.shardId);
    const before = passed.filter(
      ({ sequenceNumber }) =>
        finished || (position.type === 'after' && BigInt(sequenceNumber) <= BigInt(position.sequenceNumber)),
    );
    const open = before.find((record) => !resolved.has(record));
    if (open) found.push(`a checkpoint passes ${open.sequenceNumber}`);
  }
  const lost = expected.filter((record) => !resolved.has(record));
  return [...found, ...lost.map(({ sequenceNumber }) => `${sequenceNumber} is lost`)];
}

/** Invocations with a record before which another of its key, shard or parent shards is open. */
export function orderViolations(scenario: Scenario, happenings: readonly Happening[]): readonly string[] {
  const { stream, settings } = scenario;
  const expected = stream.records.filter((record) => isExpected(scenario, record));
  const resolved = new Set<Stored>();
  const found: string[] = [];
  for (const happening of happenings) {
    for (const record of ended(happening)) resolved.add(record);
    if (happening.type !== 'invoked') continue;
    const [first] = happening.records;
    if (!first) continue;
    const parents = ancestors(scenario, first.shardId);
    const open = expected.find(
      (other) =>
        !resolved.has(other) &&
        (parents.has(other.shardId) ||
          (other.shardId === first.shardId &&
            isOvertaken(other, happening.records, settings.parallelizationFactor > 1))),
    );
    if (open) found.push(`${first.sequenceNumber} went before ${open.sequenceNumber}`);
  }
  return found;
}

/** Whether a record is left out though one of the batch (with parallel batches: one of its key) comes after it. */
function isOvertaken(other: Stored, records: readonly Stored[], byKey: boolean): boolean {
  if (records.includes(other)) return false;
  return records.some(
    ({ sequenceNumber, key }) => (!byKey || key === other.key) && BigInt(other.sequenceNumber) < BigInt(sequenceNumber),
  );
}

function ancestors(scenario: Scenario, shardId: string): ReadonlySet<string> {
  const parents = scenario.stream.shards.get(shardId)?.description.parentIds ?? [];
  return new Set(parents.flatMap((parent) => [parent, ...ancestors(scenario, parent)]));
}
