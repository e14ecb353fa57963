import type { Random } from '../../../core/producer/generator.ts';
import { rounded } from '../amount.ts';
import type { PaymentEvent } from '../event.ts';
import { amounts } from '../settings.ts';
import { merchants } from './user.ts';

/** What somebody does next: an event without id, user and time. Its fields in the schema's order. */
export type Step = Omit<PaymentEvent, 'transaction_id' | 'user_id' | 'timestamp'>;

/** Who is at it: the user, or somebody else in his name. */
export interface Actor {
  readonly ip: string;
  readonly device: string;
  /** Where the address is. */
  readonly country: string;
  readonly card: string;
}

/** Something that can be bought. */
export interface Product {
  readonly id: string;
  readonly category: string;
  readonly price: number;
  readonly merchant: string;
}

const categories = ['books', 'clothes', 'electronics', 'food', 'games', 'gift_cards', 'home', 'tickets'];

/** A product of about this price. */
export function productOf(random: Random, price: number, merchant = random.pick(merchants)): Product {
  return {
    id: `prod_${random.integer(100, 999)}`,
    category: random.pick(categories),
    price: rounded(Math.max(0, price)),
    merchant,
  };
}

/** A login, a failed one, a logout. */
export const plain = (action: Step['action'], { ip, device }: Actor): Step => ({ action, ip, device });

/** A product that is looked at, or put into the cart. */
export const looked = (action: 'view_product' | 'add_to_cart', { ip, device }: Actor, product: Product): Step => ({
  action,
  ip,
  device,
  properties: { category: product.category, price: product.price.toFixed(amounts.decimals), product_id: product.id },
});

/** A purchase, or a refund. */
export const paid = (action: 'purchase' | 'refund', actor: Actor, product: Product): Step => ({
  action,
  amount: product.price,
  merchant: product.merchant,
  ip: actor.ip,
  device: actor.device,
  properties: {
    card: actor.card,
    category: product.category,
    country: actor.country,
    product_id: product.id,
  },
});
