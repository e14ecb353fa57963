import Type, { type Static } from 'typebox';
import { count } from '../../../core/analysis/aggregate.ts';
import { definePipeline } from '../../../core/define-pipeline.ts';
import type { VersionSettings } from '../../../core/schema/versions.ts';

const schema = Type.Object({
  event_id: Type.String({ format: 'id' }),
  ts: Type.String({ format: 'instant' }),
  customer: Type.String({ minLength: 1, maxLength: 50 }),
  amount_cents: Type.Integer({ minimum: 0 }),
  channel: Type.Enum(['shop', 'web']),
});

export type Order = Static<typeof schema>;

/** Version 1 said `amount`, in units, and had no channel; version 2 still said `amount`. */
const upcasts: NonNullable<VersionSettings['upcasts']> = {
  1: (raw) => ({ channel: 'shop', ...raw }),
  2: ({ amount, ...raw }) => ({
    ...raw,
    ...(typeof amount === 'number' && { amount_cents: Math.round(amount * 100) }),
  }),
};

/** A pipeline whose events have three versions. */
export const orders = definePipeline<Order>({
  name: 'orders',
  stream: { name: 'orders' },
  schema,
  schemaVersion: 3,
  upcasts,
  partitionKey: (order) => order.customer,
  analysis: {
    latenessSeconds: 10,
    windows: [{ name: 'minute', kind: 'tumbling', sizeSeconds: 60, aggregates: { n: count() } }],
    rules: [
      {
        name: 'large',
        kind: 'threshold',
        where: ({ amount_cents }) => amount_cents > 100_000,
        values: ({ amount_cents }) => ({ amount_cents }),
        message: () => 'a large order',
      },
    ],
  },
});

/** One and the same order, as each version writes it. */
export const wire = {
  1: { event_id: 'o-1', ts: '2025-10-16T17:25:23.456Z', customer: 'ana', amount: 1200.5 },
  2: { event_id: 'o-1', ts: '2025-10-16T17:25:23.456Z', customer: 'ana', amount: 1200.5, channel: 'shop' },
  3: { event_id: 'o-1', ts: '2025-10-16T17:25:23.456Z', customer: 'ana', amount_cents: 120_050, channel: 'shop' },
} as const;
