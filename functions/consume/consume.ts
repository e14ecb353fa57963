import type { KinesisStreamBatchResponse } from 'aws-lambda';
import { type BatchOutcome, processBatch } from '../../core/batch.ts';
import type { Consumer } from '../../core/consumer.ts';
import type { Decode } from '../../core/decode.ts';
import { fromKinesis, type KinesisBatch } from '../../core/sources/kinesis.ts';
import { batchHead, errorLine, type Log, type LogFields } from '../clients/batch-log.ts';
import { type FinishedFigures, finishedFigures } from '../clients/finished-figures.ts';
import { handleEvents } from './handle-events.ts';

/** The numbers of a batch. */
export interface ConsumeNumbers extends FinishedFigures {
  readonly handled: number;
  readonly rejected: number;
  /** Records that the stream delivers again. */
  readonly failed: number;
}

/** What consuming needs of the world. */
export interface ConsumePorts<E> {
  readonly consumer: Pick<Consumer<E>, 'pipeline' | 'handle'>;
  /** Turns a payload into an object. */
  readonly decode: Decode;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes the one line a batch. Never given a payload. */
  readonly log: Log;
  /** Takes the numbers of a batch. */
  readonly measure: (numbers: ConsumeNumbers) => void;
}

/**
 * Makes the function of a consumer: judges records as ingest does, hands the events over, and answers with the lowest position
 * that failed, if any. From there on the stream delivers again, in order.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function createConsume<E>({ consumer, decode, now, log, measure }: ConsumePorts<E>) {
  return async (event: KinesisBatch): Promise<KinesisStreamBatchResponse> => {
    const records = fromKinesis(event);
    if (records.length === 0) return { batchItemFailures: [] };
    let thrown: Error | undefined;
    const store = handleEvents(consumer, (error) => {
      thrown = error;
    });
    const outcome = await processBatch(consumer.pipeline, records, store, now, decode);
    const { stored, rejected, failed } = outcome;
    const finished = [...stored, ...rejected].map(({ record }) => record);
    measure({
      handled: stored.length,
      rejected: rejected.length,
      failed: records.length - finished.length,
      ...finishedFigures(finished, outcome.writtenAt),
    });
    log(thrown ? 'warn' : 'info', 'batch', { ...reportOf(outcome, now()), ...failureOf(thrown, failed) });
    return { batchItemFailures: failed ? [{ itemIdentifier: failed.position.sequence }] : [] };
  };
}

function reportOf<E>({ records, stored, rejected, receivedAt }: BatchOutcome<E>, endedAt: number): LogFields {
  return {
    ...batchHead(records),
    handled: stored.length,
    rejected: rejected.length,
    durationMs: endedAt - receivedAt,
  };
}

function failureOf(thrown: Error | undefined, failed: BatchOutcome['failed']): LogFields {
  if (!thrown) return {};
  return { ...(failed && { failedFrom: failed.position.sequence }), error: errorLine(thrown) };
}
