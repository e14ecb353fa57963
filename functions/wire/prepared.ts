import { schemaIdOf } from '../../core/avro/wire-format.ts';
import { asError } from '../clients/aws-errors.ts';
import { errorLine, type Log } from '../clients/batch-log.ts';
import type { SchemaBook } from '../clients/schemas/book.ts';
import type { BatchHandler } from './model.ts';

/**
 * Lets a handler have a batch once the schemas that its records name are known. While their table is out of reach it gets the
 * records before the first that needs one of them; that one and what follows is reported as failed, so the stream delivers
 * it again, in order. A schema that the registry does not have is no failure: the judge rejects what names it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function preparedWith(book: Pick<SchemaBook, 'get' | 'load'>, handle: BatchHandler, log: Log): BatchHandler {
  return async (event, requestId) => {
    const ids = event.Records.map(({ kinesis }) => schemaIdOf(kinesis.data));
    try {
      await book.load(ids.filter((id) => id !== undefined));
    } catch (thrown) {
      const error = asError(thrown);
      const first = ids.findIndex((id) => id !== undefined && book.get(id) === undefined);
      const failedFrom = event.Records[first]?.kinesis.sequenceNumber ?? '';
      log('warn', 'schemas', { failedFrom, error: errorLine(error) });
      return handleBefore(first, failedFrom);
    }
    return handle(event, requestId);

    async function handleBefore(first: number, failedFrom: string) {
      const { batchItemFailures } = await handle({ ...event, Records: event.Records.slice(0, first) }, requestId);
      return { batchItemFailures: batchItemFailures.length > 0 ? batchItemFailures : [{ itemIdentifier: failedFrom }] };
    }
  };
}
