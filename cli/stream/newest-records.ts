import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { SourceRecord } from '../../core/source.ts';
import { readStream } from './read-stream.ts';
import type { StreamReading } from './reading.ts';

/** How far back to look, in milliseconds, further each time; then from the oldest record on. A stream can't be read backwards. */
const BACK_MS = [60_000, 900_000, 14_400_000, Number.POSITIVE_INFINITY];

/** Which of them are wanted. */
export interface NewestWanted {
  /** How many, 1 or more. No more than these are held. */
  readonly count: number;
  readonly matches: (record: SourceRecord) => boolean;
}

/** The newest records of a stream up to `until`, oldest of them first. */
export async function newestRecords(
  client: Pick<KinesisClient, 'send'>,
  reading: Omit<StreamReading, 'start' | 'follow' | 'until'> & { readonly until: number },
  { count, matches }: NewestWanted,
  signal: AbortSignal,
): Promise<readonly SourceRecord[]> {
  let newest: SourceRecord[] = [];
  for (const backMs of BACK_MS) {
    newest = [];
    const start = Number.isFinite(backMs)
      ? ({ type: 'AT_TIMESTAMP', at: new Date(reading.until - backMs) } as const)
      : ({ type: 'TRIM_HORIZON' } as const);
    for await (const record of readStream(client, { ...reading, start, follow: false }, signal)) {
      if (!matches(record)) continue;
      newest.push(record);
      if (newest.length > count) newest.shift();
    }
    if (newest.length === count || signal.aborted) break;
  }
  return newest;
}
