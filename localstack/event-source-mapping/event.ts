import type { JsonObject, MappingSettings } from './model.ts';
import type { InvokeCommand } from './protocol.ts';

/**
 * The event of an invocation; with a tumbling window in the shape of AWS's `KinesisTimeWindowEvent`.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html
 */
export function invocationEvent(settings: MappingSettings, shardId: string, command: InvokeCommand): JsonObject {
  const { records, window } = command;
  const Records = records.map(({ event }) => event);
  if (!window) return { Records };
  return {
    Records,
    window: { start: wholeSeconds(window.start), end: wholeSeconds(window.end) },
    state: window.state,
    shardId,
    eventSourceARN: settings.eventSourceArn,
    isFinalInvokeForWindow: window.final,
    isWindowTerminatedEarly: window.terminatedEarly,
  };
}

/** A time without milliseconds, as `2020-12-09T07:04:00Z`. */
export function wholeSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
