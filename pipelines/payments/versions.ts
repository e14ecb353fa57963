import type { RawEvent, VersionSettings } from '../../core/schema/versions.ts';

/**
 * Version 1 is what the course's `transactions` in ksqlDB hold: `transaction_id`, `user_id`, `amount`, `merchant` and
 * `timestamp`. Each of them is a purchase, which version 2 says with its `action`. Producers of the course say no version, so
 * an event is told by its looks.
 */
export const versions = {
  schemaVersion: 2,
  upcasts: { 1: (raw: RawEvent): RawEvent => ({ ...raw, action: 'purchase' }) },
  unversioned: (raw: RawEvent): number => (Object.hasOwn(raw, 'action') ? 2 : 1),
} as const satisfies VersionSettings;
