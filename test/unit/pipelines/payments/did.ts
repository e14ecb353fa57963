/** Noon, where a window of five minutes begins. */
export const START = Date.parse('2026-11-22T12:00:00.000Z');

let serial = 0;

/** What a user does so many seconds after noon; a purchase where an amount is given and no action. */
export function did(seconds: number, what: Readonly<Record<string, unknown>>, user = 'user_123'): object {
  serial += 1;
  return {
    transaction_id: `t-${serial}`,
    user_id: user,
    ...('amount' in what && { action: 'purchase' }),
    ...what,
    timestamp: new Date(START + seconds * 1000).toISOString(),
  };
}

/** So many purchases of an amount, a second apart. */
export const purchases = (count: number, amount: number, from = 0, user = 'user_123'): object[] =>
  Array.from({ length: count }, (_, n) => did(from + n, { amount }, user));
