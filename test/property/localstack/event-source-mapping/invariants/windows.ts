import type { Happening } from '../simulation/history.ts';
import type { Stored } from '../simulation/stream.ts';
import type { Scenario } from '../simulation/world.ts';
import { isExpected } from './records.ts';

/** Windows whose sums, the early ones included, are not those of the records that came in their time and were not given up. */
export function windowViolations(scenario: Scenario, happenings: readonly Happening[]): readonly string[] {
  const length = scenario.settings.tumblingWindowMs;
  if (length === 0) return [];
  const gone = new Set(happenings.flatMap((happening) => (happening.type === 'discarded' ? happening.records : [])));
  const wanted = new Map<string, number>();
  for (const record of scenario.stream.records) {
    if (!isExpected(scenario, record)) continue;
    const place = `${record.shardId} from ${record.at - (record.at % length)}`;
    wanted.set(place, (wanted.get(place) ?? 0) + (gone.has(record) ? 0 : amountOf(record)));
  }
  const told = new Map<string, number>();
  for (const happening of happenings) {
    if (happening.type !== 'ended' || happening.ending !== 'returned' || !happening.of.window) continue;
    const { start, final, early, sum } = happening.of.window;
    const place = `${happening.of.shardId} from ${start}`;
    if (happening.proper && (final || early)) told.set(place, (told.get(place) ?? 0) + sum);
  }
  const places = new Set([...wanted.keys(), ...told.keys()]);
  return [...places]
    .filter((place) => wanted.get(place) !== told.get(place))
    .map((place) => `${place} ms: told ${told.get(place)}, not ${wanted.get(place)}`);
}

function amountOf({ data }: Stored): number {
  return data === 'garbage' ? 0 : data.value;
}
