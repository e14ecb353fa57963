/** What is meant where a rule's author is silent, of every kind. */
export const RULE_DEFAULTS = { version: 1, cooldownSeconds: 0 } as const;

/** By kind, what it adds to that. */
export const KIND_DEFAULTS = {
  threshold: {},
  window: { on: 'update' },
  sequence: { succession: 'relaxed', eager: false },
  change: {},
  'window-change': {},
  silence: {},
  anomaly: { deviations: 4, minDeviation: 0, warmUp: 30, weight: 0.02 },
  model: {},
} as const;
