import { type KinesisClient, PutRecordsCommand, type PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import { asError, isPassing } from './aws-errors.ts';
import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import { type StreamEntry, toCalls } from './stream-calls.ts';

export type { StreamEntry } from './stream-calls.ts';

/** What became of an entry. */
export type PutResult =
  | { readonly shard: string; readonly sequence: string; readonly attempts: number }
  | { readonly error: Error; readonly attempts: number };

/** Puts entries into a stream and says what became of each, in the order given. */
export type Put = (entries: readonly StreamEntry[]) => Promise<readonly PutResult[]>;

/** How a {@link streamWriter} goes about it. */
export interface StreamWriterOptions {
  /** Make it with `kinesisClient(1)`, or the SDK would retry underneath, unseen. */
  readonly client: Pick<KinesisClient, 'send'>;
  readonly stream: string;
  /** How often a failed entry is sent again, 0 to 20. */
  readonly retries: number;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Once it is aborted, nothing is sent again. @default all retries are taken */
  readonly signal?: AbortSignal;
}

/**
 * Makes a writer on PutRecords. The call succeeds even where entries of it fail, so each answer is looked at, and only
 * the failed ones are sent again, after a back-off with jitter and before anything later. Entries of one key keep their
 * order as far as Kinesis lets them: one that failed comes after those of the same call that did not.
 *
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 */
export function streamWriter(options: StreamWriterOptions): Put {
  return async (entries) => {
    const results: PutResult[] = [];
    for (const call of toCalls(entries)) results.push(...(await putWithRetries(options, call)));
    return results;
  };
}

async function putWithRetries(options: StreamWriterOptions, entries: readonly StreamEntry[]): Promise<PutResult[]> {
  const { retries, clock, random, signal } = options;
  const results = new Map<StreamEntry, PutResult>();
  let pending = entries;
  for (let attempts = 1; pending.length > 0; attempts += 1) {
    const { answers, final } = await putOnce(options, pending);
    pending.forEach((entry, index) => {
      results.set(entry, { ...toResult(answers[index]), attempts });
    });
    if (final || attempts > retries || signal?.aborted) break;
    pending = pending.filter((entry) => 'error' in (results.get(entry) ?? {}));
    if (pending.length > 0) await clock.sleep(backoffMs(attempts, random), signal);
  }
  return entries.map((entry) => results.get(entry) ?? { error: new Error('the entry was not sent'), attempts: 0 });
}

type Answer = PutRecordsResultEntry | Error;

/** One call. `final` where trying again is of no use. */
async function putOnce(
  { client, stream }: StreamWriterOptions,
  entries: readonly StreamEntry[],
): Promise<{ answers: readonly Answer[]; final: boolean }> {
  const Records = entries.map(({ partitionKey, data }) => ({ PartitionKey: partitionKey, Data: data }));
  try {
    const response = await client.send(new PutRecordsCommand({ StreamName: stream, Records }));
    return { answers: response.Records ?? [], final: false };
  } catch (thrown) {
    const error = asError(thrown);
    return { answers: entries.map(() => error), final: !isPassing(error) };
  }
}

function toResult(answer: Answer | undefined): { shard: string; sequence: string } | { error: Error } {
  if (answer instanceof Error) return { error: answer };
  const { ShardId, SequenceNumber, ErrorCode, ErrorMessage } = answer ?? {};
  if (ShardId && SequenceNumber && !ErrorCode) return { shard: ShardId, sequence: SequenceNumber };
  return {
    error: new Error(`${ErrorCode ?? 'NoAnswer'}: ${ErrorMessage ?? 'Kinesis gave no position for the entry'}`),
  };
}
