import { count, sum } from '../../../../../core/analysis/aggregate.ts';
import { createKeyFold } from '../../../../../core/analysis/fold/key-fold.ts';
import type { KeyOutcome } from '../../../../../core/analysis/fold/types.ts';
import type { Rule } from '../../../../../core/analysis/rule.ts';
import type { Window } from '../../../../../core/analysis/window.ts';
import type { AcceptedRecord } from '../../../../../core/store.ts';
import { NOON, type Trade, tradesPipeline } from '../../../../support/analysis/trades.ts';

/** Counts and sums of 10 s. */
export const tens: Window<Trade> = {
  name: 'tens',
  kind: 'tumbling',
  sizeSeconds: 10,
  aggregates: { n: count(), total: sum(({ amount }) => amount) },
};

/** An alert an event of more than 50. */
export const large: Rule<Trade> = {
  name: 'large',
  kind: 'threshold',
  where: ({ amount }) => (amount ?? 0) > 50,
  values: ({ amount }) => ({ amount }),
  message: ({ amount }) => `large: ${amount}`,
};

/** Seconds after noon, in milliseconds since the epoch. */
export const at = (seconds: number): number => NOON + seconds * 1000;

/** Folds of key anna with a lateness of 10 s; `now` of a batch is the arrival of its last record. */
export function annaFold(options: { windows?: Window<Trade>[]; rules?: Rule<Trade>[]; dedupeSeconds?: number } = {}) {
  const { windows = [tens], rules = [large], dedupeSeconds = 10 } = options;
  const { fold } = createKeyFold(tradesPipeline({ latenessSeconds: 10, dedupeSeconds, windows, rules }));
  return {
    /** A batch that begins with the first record, or before it. */
    batch(state: string | undefined, records: readonly AcceptedRecord<Trade>[], from = records[0]): KeyOutcome<Trade> {
      if (!from) return fold({ key: 'anna', state, records });
      const batch = { from: from.record.position, now: records.at(-1)?.record.arrivedAt ?? 0 };
      return fold({ key: 'anna', state, records, batch });
    },
    sweep: (state: string, arrived: number, now = arrived): KeyOutcome<Trade> =>
      fold({ key: 'anna', state, records: [], sweep: { arrived: at(arrived), now: at(now) } }),
  };
}

export const dispositions = ({ disposed }: KeyOutcome<Trade>): string[] =>
  disposed.map(({ disposition, fresh }) => (fresh ? disposition : `${disposition} again`));

/** Results in short: start and end in seconds after noon, events, and `!` where it is final. */
export const results = ({ results: all }: Pick<KeyOutcome<Trade>, 'results'>): string[] =>
  all.map(
    ({ start, end, events, final }) => `${(start - NOON) / 1000}–${(end - NOON) / 1000}: ${events}${final ? '!' : ''}`,
  );
