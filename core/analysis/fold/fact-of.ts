import type { Pipeline } from '../../pipeline.ts';
import { show } from '../../show.ts';
import type { AcceptedRecord } from '../../store.ts';
import type { Fact } from '../parts.ts';
import { reasonOf } from './reason-of.ts';

/** What windows and rules see of a record; or why there is nothing to see, where the pipeline's functions throw. */
export function factOf<E>(
  pipeline: Pick<Pipeline<E>, 'id' | 'eventTime'>,
  { record, event }: AcceptedRecord<E>,
): Fact<E> | { readonly problem: string } {
  const { arrivedAt, partitionKey, position } = record;
  try {
    const time = pipeline.eventTime(event);
    if (!Number.isFinite(time))
      return { problem: reasonOf(new Error(`eventTime gave ${show(time)}, which is no time`)) };
    return { event, id: pipeline.id(event), time, arrivedAt, partitionKey, position };
  } catch (thrown) {
    const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : show(thrown);
    return { problem: reasonOf(new Error(`the pipeline's id or eventTime threw ${what}`)) };
  }
}
