import type { Happening } from '../simulation/history.ts';
import type { Scenario } from '../simulation/scenario.ts';
import type { Stored } from '../simulation/stream.ts';
import { isExpected } from './records.ts';

/**
 * Windows whose sums, the early ones included, are not those of the records that came in their time and were not given up.
 * A window may end again after a death, with the same sum.
 */
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
  const early = new Map<string, number>();
  const finals = new Map<string, Set<number>>();
  const found: string[] = [];
  const lives = new Set<string>();
  for (const happening of happenings) {
    if (happening.type !== 'ended' || !happening.proper || !happening.of.window) continue;
    const { start, sum, ...window } = happening.of.window;
    const place = `${happening.of.shardId} from ${start}`;
    if (window.early) early.set(place, (early.get(place) ?? 0) + sum);
    if (!window.final) continue;
    const life = `${place} in life ${happening.life}`;
    if (lives.has(life)) found.push(`${life}: ended twice`);
    lives.add(life);
    finals.set(place, (finals.get(place) ?? new Set()).add(sum));
  }
  for (const place of new Set([...wanted.keys(), ...finals.keys()])) {
    const told = [...(finals.get(place) ?? [])].map((sum) => sum + (early.get(place) ?? 0));
    if (told.length !== 1 || told[0] !== wanted.get(place))
      found.push(`${place} ms: ${told}, not ${wanted.get(place)}`);
  }
  return found;
}

function amountOf({ data }: Stored): number {
  return data === 'garbage' ? 0 : data.value;
}
