import type { Price, PricedItem, PriceList } from './price.ts';

/** How much of what is used in a day. */
export type DailyUsage = Readonly<Partial<Record<PricedItem, number>>>;

/** A line of a bill. */
export interface BillLine {
  readonly item: PricedItem;
  readonly price: Price;
  /** In the price's unit, a day. */
  readonly quantity: number;
  /** US dollars a day. */
  readonly usd: number;
}

/** What a day costs. */
export interface Bill {
  /** What costs most first. */
  readonly lines: readonly BillLine[];
  /** US dollars a day. */
  readonly usd: number;
}

/** Days of a month, as AWS counts a month's 730 hours. */
export const DAYS_A_MONTH = 730 / 24;

/**
 * What a day of some usage costs, line by line, without free tiers and taxes.
 *
 * @throws {RangeError} for a quantity that is negative or no number
 */
export function billOf(usage: DailyUsage, { prices }: PriceList): Bill {
  const lines = (Object.entries(usage) as [PricedItem, number][])
    .filter(([, quantity]) => quantity !== 0)
    .map(([item, quantity]) => {
      if (!(quantity >= 0 && Number.isFinite(quantity))) {
        throw new RangeError(`the quantity of ${item} must be a number of 0 or more (received ${quantity})`);
      }
      return { item, price: prices[item], quantity, usd: quantity * prices[item].usd };
    })
    .sort((a, b) => b.usd - a.usd);
  return { lines, usd: lines.reduce((sum, { usd }) => sum + usd, 0) };
}

/** The sum of usages. */
export function addUsage(...usages: readonly DailyUsage[]): DailyUsage {
  const sum = new Map<PricedItem, number>();
  for (const usage of usages) {
    for (const [item, quantity] of Object.entries(usage) as [PricedItem, number][]) {
      sum.set(item, (sum.get(item) ?? 0) + quantity);
    }
  }
  return Object.fromEntries(sum);
}
