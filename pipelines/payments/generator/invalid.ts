import type { EventGenerator } from '../../../core/producer/generator.ts';
import { invalidBytes } from '../../../core/producer/invalid-bytes.ts';
import { invalidTimesOf } from '../../../core/producer/invalid-times.ts';
import type { PaymentEvent } from '../event.ts';

/** What producers of payments get wrong. */
export const invalid: EventGenerator<PaymentEvent>['invalid'] = {
  'no-amount': {
    description: 'a purchase that does not say for how much',
    payload: ({ amount, ...event }) => ({ ...event, action: 'purchase' }),
  },
  'negative-amount': {
    description: 'a refund as a negative purchase',
    payload: (event) => ({ ...event, action: 'purchase', amount: -19.99 }),
  },
  'third-digit': {
    description: 'a tenth of a cent',
    payload: (event) => ({ ...event, action: 'purchase', amount: 19.999 }),
  },
  'text-amount': {
    description: 'an amount with its currency',
    payload: (event) => ({ ...event, amount: '19.99 EUR' }),
  },
  'huge-amount': { description: 'more than is taken', payload: (event) => ({ ...event, amount: 1e12 }) },
  'no-user': { description: 'nobody', payload: ({ user_id, ...event }) => event },
  'unknown-action': {
    description: 'an action that the settings do not name',
    payload: (event) => ({ ...event, action: 'chargeback' }),
  },
  'bad-ip': { description: 'an address of five parts', payload: (event) => ({ ...event, ip: '10.1.2.3.4' }) },
  'list-properties': {
    description: 'a list for the map of texts',
    payload: (event) => ({ ...event, properties: ['category', 'books'] }),
  },
  'deep-properties': {
    description: 'a map within the map of texts',
    payload: (event) => ({ ...event, properties: { product: { id: 'prod_789' } } }),
  },
  'blank-id': { description: 'a blank id', payload: (event) => ({ ...event, transaction_id: '  ' }) },
  ...invalidTimesOf('timestamp'),
  ...invalidBytes,
};
