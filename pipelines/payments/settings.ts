/**
 * What a user of payments edits: what an event may be, and when users look suspicious. The limits are those of the course;
 * in production they are worked out of your own customers' behaviour.
 */

/** What a user may do, by its name on the wire. Events of another action are rejected. */
export const actions = [
  ...(['login', 'login_failed', 'login_success', 'logout'] as const),
  ...(['view_product', 'add_to_cart', 'purchase', 'refund'] as const),
];

/** Amounts, in units of the one currency of the pipeline. */
export const amounts = {
  /** The largest that is taken. */
  most: 10_000_000,
  /** Digits after the point that the currency has: 2 for euro and dollar, 0 for yen. 0 to 4. */
  decimals: 2,
};

/** The map of further texts that an event may carry. */
export const properties = { entries: 32, nameBytes: 64, valueBytes: 512 };

/** Two events of a user less than this apart are of one session, in seconds. */
export const sessionGapSeconds = 1800;

/** `high-velocity`: more purchases, or more spent, within five minutes by the clock (12:00, 12:05 …). */
export const velocity = { purchases: 10, spent: 5000 };

/** `suspicious-activity`: more spent within any five minutes that begin at a full minute, told of once in so many seconds. */
export const suspicious = { spent: 1000, cooldownSeconds: 300 };

/** `account-takeover`: a failed login, a successful one, then a purchase of more than this, all within so many seconds. */
export const takeover = { amount: 500, withinSeconds: 600 };

/**
 * `amount-jump`: a purchase that is higher than the user's one before it by this share of that one, 9 for ten times as much.
 * Purchases below `least` are not looked at: nobody is hurt by the step from a coffee to a lunch.
 */
export const jump = { rise: 9, least: 20 };

/** A purchase is decided about by what the user has raised within so many seconds, itself included. */
export const decisions = { alertsWithinSeconds: 600 };

/** Of so many sessions that the generator makes, one is fraud, the kinds of it in turn. */
export const fraudEvery = 25;
