import type { GetRecordsCommand } from '@aws-sdk/client-kinesis';

/** Longest wait that the engine takes. Unit: ms. */
const MOST_MS = 20_000;

/** How long one call may wait for a record when an answer is due at a time, or never. Unit: ms. */
export function waitUntil(answerBy: number | undefined, now: number): number {
  return answerBy === undefined ? MOST_MS : Math.min(MOST_MS, Math.max(0, answerBy - now));
}

/** What the Kinesis engine is told beside a GetRecords. */
export interface ReadOptions {
  /** How long it may hold its answer: until a record is there, the shard is closed to its end, or the time is over. Unit: ms. */
  readonly waitMs: number;
  /** ARN of the registered consumer that reads, whose reads are its own. @default the reads are those that all share */
  readonly consumerArn?: string | undefined;
}

/** Has the Kinesis engine answer a GetRecords so. Servers that do not know the headers answer at once. */
export function holdAnswer(command: GetRecordsCommand, { waitMs, consumerArn }: ReadOptions): GetRecordsCommand {
  command.middlewareStack.add(
    (next) => (input) => {
      const { request } = input as { request: { headers: Record<string, string> } };
      request.headers['x-caudal-wait-ms'] = String(Math.round(waitMs));
      if (consumerArn !== undefined) request.headers['x-caudal-consumer'] = consumerArn;
      return next(input);
    },
    { step: 'build', name: 'holdAnswer' },
  );
  return command;
}
