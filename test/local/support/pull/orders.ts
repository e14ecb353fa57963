import Type, { type Static } from 'typebox';
import { definePipeline } from '../../../../core/define-pipeline.ts';

const schema = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  customer: Type.String({ minLength: 1 }),
  amount: Type.Number({ minimum: 0 }),
  ts: Type.String({ format: 'instant' }),
});

/** A row of the course's table `orders`, as an event. */
export type Order = Static<typeof schema>;

/** The course's example of Kafka Connect: the table `orders` by its column `id`, into the stream `postgres-orders`. */
export default definePipeline<Order>({
  name: 'orders',
  description: 'Orders of a shop, fetched from its database',
  stream: { name: 'postgres-orders' },
  schema,
  partitionKey: ({ customer }) => customer,
  pull: { kind: 'sql', every: '1m', table: 'shop.orders', incrementing: 'id', pageRows: 100 },
});
