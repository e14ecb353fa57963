import type { Acknowledgement } from '../../core/acknowledgement.ts';
import type { WireWriter } from '../../core/pull/wire-entry.ts';
import type { AcknowledgementSink } from '../clients/acknowledgements.ts';
import type { Clock } from '../clients/clock.ts';
import type { Put } from '../clients/stream.ts';
import type { FetchedRecord } from './page.ts';

/** What putting a page needs. */
export interface PutPageOptions {
  readonly stream: string;
  readonly writer: WireWriter;
  /** Puts into the pipeline's stream, retrying by itself. Never throws. */
  readonly put: Put;
  readonly acknowledge: Pick<AcknowledgementSink, 'add'>;
  readonly clock: Clock;
}

/**
 * Puts records into the stream and writes down what it acknowledged.
 *
 * @returns how many it acknowledged, and why not all, where it is not all
 */
export async function putPage(
  records: readonly FetchedRecord[],
  { stream, writer, put, acknowledge, clock }: PutPageOptions,
): Promise<{ readonly acknowledged: number; readonly error?: Error }> {
  const putAt = clock.now();
  const entries = records.map(({ record, ownId }) => writer.entry(record, ownId, putAt));
  const results = await put(entries);
  const acknowledgedAt = clock.now();
  const acknowledgements: Acknowledgement[] = [];
  let error: Error | undefined;
  for (const [index, entry] of entries.entries()) {
    const result = results[index] ?? { error: new Error('the writer gave no answer'), attempts: 1 };
    if ('error' in result) {
      error ??= result.error;
      continue;
    }
    const { shard, sequence } = result;
    const identity = writer.identity(entry, { stream, shard, sequence }, acknowledgedAt);
    acknowledgements.push({ shard, sequence, ...identity, putAt, acknowledgedAt });
  }
  acknowledge.add(acknowledgements);
  return { acknowledged: acknowledgements.length, ...(error && { error }) };
}
