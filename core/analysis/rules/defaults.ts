/** What is meant where a rule's author is silent. Of every kind. */
export const RULE_DEFAULTS = { version: 1, cooldownSeconds: 0 } as const;
export const WINDOW_RULE_DEFAULTS = { on: 'update' } as const;
export const SEQUENCE_DEFAULTS = { succession: 'relaxed', eager: false } as const;
export const ANOMALY_DEFAULTS = { deviations: 4, minDeviation: 0, warmUp: 30, weight: 0.02 } as const;

/** By kind, the defaults that it adds to those of every rule. */
export const KIND_DEFAULTS = {
  threshold: {},
  window: WINDOW_RULE_DEFAULTS,
  sequence: SEQUENCE_DEFAULTS,
  change: {},
  'window-change': {},
  silence: {},
  anomaly: ANOMALY_DEFAULTS,
  model: {},
} as const;
