import type { ConsumedEvent, ConsumedEvents, Consumer } from '../../core/consumer.ts';
import type { AcceptedRecord, EventStore } from '../../core/store.ts';
import { asError } from '../clients/aws-errors.ts';

/**
 * Hands the events of a batch to a consumer: the store to which a batch goes that is read for it. What it throws is the failure
 * of all events after the last one that it called done. Rejected records are not its business: ingest keeps them.
 *
 * @param onThrown told what was thrown, also where all events were done before
 */
export function handleEvents<E>(
  { pipeline, handle }: Pick<Consumer<E>, 'pipeline' | 'handle'>,
  onThrown: (error: Error) => void,
): EventStore<E> {
  return {
    async write(accepted) {
      const [first, ...rest] = accepted.map(toConsumed);
      if (!first) return { refused: [], failed: [] };
      const events: ConsumedEvents<E> = [first, ...rest];
      let finished = 0;
      const done = (through: ConsumedEvent<E>): void => {
        const index = events.indexOf(through);
        if (index < 0)
          throw new RangeError(`done takes an event of the batch (received one with the id ${through?.id})`);
        finished = Math.max(finished, index + 1);
      };
      try {
        await handle(events, { done });
        return { refused: [], failed: [] };
      } catch (thrown) {
        const error = asError(thrown);
        onThrown(error);
        return { refused: [], failed: accepted.slice(finished).map(({ record }) => ({ record, error })) };
      }
    },
  };

  function toConsumed({ record, event }: AcceptedRecord<E>): ConsumedEvent<E> {
    const { position, partitionKey, arrivedAt } = record;
    return { event, id: pipeline.id(event), position, partitionKey, arrivedAt };
  }
}
