import type { DeciderInput } from '../../core/analysis/decision.ts';
import type { WindowResult } from '../../core/analysis/window.ts';
import type { Row } from '../../core/models/scorer.ts';
import { type PaymentEvent, spent } from './event.ts';

/** The windows that the features are worked out of. */
export const fraudWindows = ['spending_5m', 'user_sessions', 'user_day'] as const;

/** What the fraud score of a purchase goes by, in the order of the model. */
export const fraudFeatures = [
  'amount',
  'amount_ratio',
  'purchases_5m',
  'spent_5m',
  'session_seconds',
  'session_failed_logins',
  'day_purchases',
  'day_devices',
  'day_cards',
  'day_countries',
] as const;

/** A purchase by its features. */
export type FraudRow = Row<(typeof fraudFeatures)[number]>;

/**
 * The features of a purchase: the event, and what the user has done up to it and with it. All of it is in the decider's input,
 * so in training it is what it is in the function. No text goes in, and nothing that would name a person.
 */
export function fraudFeaturesOf({ event, windows }: Pick<DeciderInput<PaymentEvent>, 'event' | 'windows'>): FraudRow {
  const amount = spent(event) ?? Number.NaN;
  const [recent, session, day] = fraudWindows.map((name) => windows[name]);
  const dayPurchases = numberOf(day, 'purchases');
  return {
    amount,
    // Beside the mean of the day's other purchases; of the first one, not known.
    amount_ratio: dayPurchases > 1 ? (amount * (dayPurchases - 1)) / (numberOf(day, 'spent') - amount) : Number.NaN,
    purchases_5m: numberOf(recent, 'transaction_count'),
    spent_5m: numberOf(recent, 'total_spent'),
    session_seconds: session ? (Date.parse(event.timestamp) - session.start) / 1000 : Number.NaN,
    session_failed_logins: numberOf(session, 'failed_logins'),
    day_purchases: dayPurchases,
    day_devices: differentOf(day, 'devices'),
    day_cards: differentOf(day, 'cards'),
    day_countries: differentOf(day, 'countries'),
  };
}

/** How many different ones; not known where no event says. */
const differentOf = (result: WindowResult | undefined, name: string): number => numberOf(result, name) || Number.NaN;

function numberOf(result: WindowResult | undefined, name: string): number {
  const value = result?.values[name];
  return typeof value === 'number' ? value : Number.NaN;
}
