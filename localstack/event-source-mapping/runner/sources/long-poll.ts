import type { GetRecordsCommand } from '@aws-sdk/client-kinesis';

/** Longest wait that the engine takes. Unit: ms. */
const MOST_MS = 20_000;

/** How long one call may wait for a record when an answer is due at a time, or never. Unit: ms. */
export function waitUntil(answerBy: number | undefined, now: number): number {
  return answerBy === undefined ? MOST_MS : Math.min(MOST_MS, Math.max(0, answerBy - now));
}

/**
 * Has the Kinesis engine hold its answer until a record is there, the shard is closed to its end, or the time is over.
 * Servers that do not know the header answer at once.
 */
export function holdAnswer(command: GetRecordsCommand, waitMs: number): GetRecordsCommand {
  command.middlewareStack.add(
    (next) => (input) => {
      const { request } = input as { request: { headers: Record<string, string> } };
      request.headers['x-caudal-wait-ms'] = String(Math.round(waitMs));
      return next(input);
    },
    { step: 'build', name: 'holdAnswer' },
  );
  return command;
}
