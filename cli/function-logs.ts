import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { systemClock } from '../functions/clients/clock.ts';

const POLL_MS = 700;

export interface LogEvent {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly message: string;
}

/** Log events of a function since an instant, oldest first; goes on until the signal when `follow` is set. */
export async function* functionLogs(
  functionName: string,
  options: { since: number; follow: boolean; signal: AbortSignal },
): AsyncGenerator<LogEvent> {
  const client = new CloudWatchLogsClient({});
  const seen = new Set<string>();
  let since = options.since;
  try {
    do {
      for (const event of await readAll(client, `/aws/lambda/${functionName}`, since)) {
        if (seen.has(event.id)) continue;
        seen.add(event.id);
        since = Math.max(since, event.at - 5000);
        yield event;
      }
      if (options.follow) await systemClock.sleep(POLL_MS, options.signal);
    } while (options.follow && !options.signal.aborted);
  } finally {
    client.destroy();
  }
}

async function readAll(client: CloudWatchLogsClient, logGroupName: string, startTime: number): Promise<LogEvent[]> {
  const found: LogEvent[] = [];
  let nextToken: string | undefined;
  do {
    try {
      const page = await client.send(new FilterLogEventsCommand({ logGroupName, startTime, nextToken }));
      for (const { eventId, logStreamName, timestamp, message } of page.events ?? []) {
        // LocalStack counts events per log stream, so the id alone is not unique.
        found.push({
          id: `${logStreamName}/${eventId}/${timestamp}`,
          at: timestamp ?? 0,
          message: (message ?? '').trimEnd(),
        });
      }
      nextToken = page.nextToken;
    } catch (error) {
      // A function that was never invoked has no log group yet.
      if (error instanceof ResourceNotFoundException) return [];
      throw error;
    }
  } while (nextToken);
  return found.sort((a, b) => a.at - b.at);
}
