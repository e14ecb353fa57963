import type { Pipeline } from '../../pipeline.ts';
import { show } from '../../show.ts';
import type { AcceptedRecord } from '../../store.ts';
import type { Fact } from '../parts.ts';
import { reasonOf } from './reason-of.ts';

/** What tables have days and rows for, in milliseconds since the epoch: beyond, one event would keep its batch from being written. */
const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * What windows and rules see of a record; or why there is nothing to see, where the pipeline's functions throw or the time is
 * none of the years 1 to 9999. Fractions of a millisecond are cut, since rows have none: two starts of a session would be one.
 */
export function factOf<E>(
  pipeline: Pick<Pipeline<E>, 'id' | 'eventTime'>,
  { record, event }: AcceptedRecord<E>,
): Fact<E> | { readonly problem: string } {
  const { arrivedAt, partitionKey, position } = record;
  try {
    const time = Math.floor(pipeline.eventTime(event));
    if (!(time >= EARLIEST && time <= LATEST))
      return { problem: reasonOf(new Error(`eventTime gave ${show(time)}, which is no time of the years 1 to 9999`)) };
    return { event, id: pipeline.id(event), time, arrivedAt, partitionKey, position };
  } catch (thrown) {
    const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : show(thrown);
    return { problem: reasonOf(new Error(`the pipeline's id or eventTime threw ${what}`)) };
  }
}
