import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { SourceRecord } from '../../core/source.ts';
import { systemClock } from '../../functions/clients/clock.ts';
import { Frontier } from './frontier.ts';
import type { StreamReading } from './reading.ts';

const POLL_MS = 500;

/**
 * Records of a stream as they are read: of the shards that are read side by side the one whose next record arrived first comes
 * first, and a shard begins when those that it came from are read to their end. Of each shard one answer is held at the most.
 *
 * @see https://docs.aws.amazon.com/streams/latest/dev/kinesis-using-sdk-java-after-resharding.html
 */
export async function* readStream(
  client: Pick<KinesisClient, 'send'>,
  reading: StreamReading,
  signal: AbortSignal,
): AsyncGenerator<SourceRecord> {
  const frontier = await Frontier.of(client, reading);
  let again = false;
  while (!signal.aborted) {
    await frontier.advance({ again, signal });
    again = false;
    const next = frontier.oldest;
    if (next?.head) {
      yield next.head;
      next.take();
    } else if (reading.follow) {
      await systemClock.sleep(POLL_MS, signal);
      again = true;
    } else {
      return;
    }
  }
}
