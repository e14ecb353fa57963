import { sumTotals, type Totals } from '../../../core/state/totals.ts';
import type { Clock } from '../../clients/clock.ts';
import type { Check } from '../check.ts';

const HOUR_MS = 3_600_000;

/** Not too many of the last hour's records were rejected. */
export function rejectedShareCheck(
  pipeline: string,
  readTotals: () => Promise<readonly Totals[]>,
  maxShare: number,
  clock: Clock,
): Check {
  return {
    name: 'rejected-share',
    pipeline,
    async look() {
      const { records, rejected } = sumTotals(await readTotals(), new Date(clock.now() - HOUR_MS));
      if (records === 0) return { ok: true, message: 'no events in the last hour' };
      const share = rejected / records;
      const message = `${rejected} of ${records} records rejected in the last hour (${percent(share)}, limit ${percent(maxShare)})`;
      if (share <= maxShare) return { ok: true, message };
      return { ok: false, message: `${message}; \`caudal rejected ${pipeline}\` shows why` };
    },
  };
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
