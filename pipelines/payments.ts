import { definePipeline } from '../core/define-pipeline.ts';
import { decider } from './payments/decider.ts';
import { check, normalise, type PaymentEvent, schema } from './payments/event.ts';
import { alertTable, rules } from './payments/rules.ts';
import { dayOf, toEvent, toRow, transactions, transactionsByUser } from './payments/tables.ts';
import { versions } from './payments/versions.ts';
import { windows } from './payments/windows.ts';

/**
 * What users of a shop do and pay, by the course's names, and who looks as if he were not himself. What a user edits stands in
 * `payments/settings.ts`. The generator is put to it in `index.ts`, so that no function but the producer carries it.
 */
export default definePipeline<PaymentEvent>({
  name: 'payments',
  description: 'Logins, views and purchases of users: windows, sessions, fraud alerts and decisions',

  stream: { name: 'payments.events', shards: 3, retentionHours: 168 },
  wire: ['json', 'avro'],

  schema,
  ...versions,
  normalise,
  check,
  id: (event) => event.transaction_id,
  eventTime: (event) => Date.parse(event.timestamp),
  partitionKey: (event) => event.user_id,

  record: { table: transactions, toRow, toEvent },
  queries: [
    {
      table: transactionsByUser,
      toRow: (event) => ({ ...toRow(event), day: dayOf(Date.parse(event.timestamp)) }),
    },
  ],
  latest: {
    key: (event) => event.user_id,
    values: ({ action, amount, merchant }) => ({
      action,
      ...(amount !== undefined && { amount }),
      ...(merchant !== undefined && { merchant }),
    }),
  },
  personal: ['ip', 'device', 'properties'],

  analysis: { latenessSeconds: 60, windows, rules, alertTable, decider },
});
