import { asError } from '../aws-errors.ts';
import { inPool } from '../pool.ts';
import { faultOf } from './errors.ts';
import type { Progress } from './progress.ts';
import type { CqlSession } from './session.ts';
import type { Unit, Write } from './units.ts';

/** Units under way at once: what fills one connection without crowding out the others. */
const IN_FLIGHT = 8;

/**
 * Writes units, eight at once, in stream order. After a failure nothing starts that only serves records at or after it;
 * those count as failed. A unit that the store calls invalid is taken apart, so that only the rows at fault are refused.
 */
export async function writeUnits(session: CqlSession, units: readonly Unit[], progress: Progress): Promise<void> {
  await inPool(units, IN_FLIGHT, (unit) => writeUnit(session, unit, progress));
}

async function writeUnit(session: CqlSession, unit: Unit, progress: Progress): Promise<void> {
  if (!unit.writes.some(({ place }) => progress.isWorth(place))) {
    const untried = unit.writes.filter(({ place }) => !progress.refused.has(place));
    for (const { place } of untried) progress.fail(place, progress.firstError());
    return;
  }
  try {
    await send(session, unit.writes);
  } catch (error) {
    if (faultOf(error) !== 'row') {
      progress.failUnit(unit, asError(error));
    } else if (unit.writes.length === 1) {
      progress.refuse(unit.first, asError(error).message);
    } else {
      for (const write of unit.writes) await writeUnit(session, { writes: [write], first: write.place }, progress);
    }
  }
}

async function send(session: CqlSession, writes: readonly [Write, ...Write[]]): Promise<void> {
  const [first, ...others] = writes;
  await session.run(async (client) => {
    if (others.length === 0) {
      await client.execute(first.cql, [...first.values], { prepare: true });
    } else {
      const queries = writes.map(({ cql, values }) => ({ query: cql, params: [...values] }));
      await client.batch(queries, { prepare: true, logged: false });
    }
  });
}
