import {
  avg,
  count,
  distinct,
  first,
  last,
  max,
  min,
  percentile,
  stddev,
  sum,
  topK,
} from '../../../core/analysis/aggregate.ts';
import type { Window } from '../../../core/analysis/window.ts';
import type { Trade } from './trades.ts';

const amount = (event: Trade) => event.amount;
/** Within the nine orders of magnitude in which a percentile is near. */
const likely = ({ amount }: Trade) => (amount !== null && Math.abs(Math.log10(Math.abs(amount))) < 4 ? amount : null);
const group = (event: Trade) => event.group;
/** More different ones than some windows count exactly; a few events have none. */
const texts = ({ kind, group }: Trade) => (kind === 'other' ? null : [kind, group, kind]);

/** An event over which the pipeline's functions fail. */
export const POISON = -666;

/** Windows of every kind, scope and aggregate. One fails over an amount of {@link POISON}. */
export const tradeWindows: readonly Window<Trade>[] = [
  {
    name: 'fixed',
    kind: 'tumbling',
    sizeSeconds: 10,
    aggregates: {
      n: count(),
      priced: count(amount),
      total: sum(amount),
      mean: avg(amount),
      low: min(amount),
      high: max(amount),
      opening: first(amount),
      closing: last((event) => event.kind),
      spread: stddev(amount),
      kinds: distinct((event) => event.kind),
      median: percentile(50, likely),
      frequent: topK(3, (event) => event.kind),
    },
  },
  {
    name: 'sliding',
    kind: 'hopping',
    sizeSeconds: 15,
    hopSeconds: 5,
    where: ({ kind }) => kind !== 'other',
    groupBy: group,
    aggregates: { total: sum(amount), high: max(amount), frequent: topK(2, texts, { exactUpTo: 2 }) },
  },
  {
    name: 'visits',
    kind: 'session',
    gapSeconds: 6,
    aggregates: { n: count(), total: sum(amount), frequent: topK(2, texts, { exactUpTo: 3 }) },
    derive: {
      model: 'basket-1',
      values: {
        per_event: ({ n, total }) => (total === null ? undefined : Number(total) / Number(n)),
        score: ({ total }, { start, end, events }) => 1 / (1 + Math.exp(-Number(total) / 100 - (end - start) / events)),
        unsure: ({ total }) => {
          if (total === null) throw new Error('no price');
          return Math.log(Number(total));
        },
      },
    },
  },
  {
    name: 'group-visits',
    kind: 'session',
    gapSeconds: 9,
    groupBy: group,
    aggregates: {
      closing: last(amount),
      total: sum((event) => {
        if (event.amount === POISON) throw new Error('poison');
        return event.amount;
      }),
    },
  },
  {
    name: 'everybody',
    kind: 'tumbling',
    sizeSeconds: 20,
    scope: 'stream',
    groupBy: group,
    aggregates: { n: count(), total: sum(amount), highest: max(amount), frequent: topK(3, texts) },
    derive: { model: 'share-1', values: { share: ({ n, highest }) => Number(highest) / Number(n) } },
  },
  {
    name: 'crowds',
    kind: 'session',
    gapSeconds: 4,
    scope: 'stream',
    groupBy: group,
    where: ({ kind }) => kind === 'buy',
    aggregates: { total: sum(amount) },
  },
];
