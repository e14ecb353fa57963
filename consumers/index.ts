import type { Consumer } from '../core/consumer.ts';
import { distinctConsumers } from '../core/define-consumer.ts';

/**
 * All consumers beside ingest and analyze. A new one is a file beside this one, `<pipeline>-<name>.ts`, and a line here;
 * `caudal new consumer` writes both. None is deployed by default.
 */
export const consumers: readonly Consumer[] = distinctConsumers([]);
